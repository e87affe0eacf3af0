"""ACME's greeting, menu and hours as one route each, with Twilio's helper library: a peer to measure against."""

from typing import Annotated

from fastapi import FastAPI, Form, Response
from twilio.twiml.voice_response import Gather, VoiceResponse

app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

MENU = (
    "For sales, press one. For support, press two. For our business hours, press three. "
    "To repeat these options, press nine. To speak with the receptionist, press zero."
)
HOURS = (
    "We are open Monday through Friday from 9 AM to 6 PM, and Saturday from 10 AM to 1 PM. "
    "We are closed on Sunday."
)


def document(response):
    return Response(str(response), media_type="text/xml")


def listening(action, hints=None):
    how = "dtmf speech" if hints else "dtmf"
    return Gather(
        input=how, action=action, num_digits=1, finish_on_key="", action_on_empty_result=True, timeout=5, hints=hints
    )


def menu(response):
    gather = listening("/acme/menu", "sales,support,hours,repeat,receptionist")
    gather.say("Listen to the following menu options.")
    gather.say(MENU)
    response.append(gather)
    response.redirect("/acme/menu")
    return document(response)


@app.post("/acme")
async def new_call():
    response = VoiceResponse()
    response.say("Welcome to ACME, Inc.")
    return menu(response)


@app.post("/acme/menu")
async def chosen(Digits: Annotated[str, Form()] = ""):
    response = VoiceResponse()
    if Digits != "3":
        response.say("The option that you selected is invalid.")
        return menu(response)
    gather = listening("/acme/hours")
    gather.say(HOURS)
    gather.pause(length=1)
    gather.say("Press one to repeat this message or any other key to go back to the menu.")
    response.append(gather)
    response.redirect("/acme/hours")
    return document(response)
