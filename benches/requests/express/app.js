// ACME's greeting, menu and hours as one route each, with Twilio's helper library: a peer to measure against.
const express = require('express');
const { VoiceResponse } = require('twilio').twiml;

const MENU =
  'For sales, press one. For support, press two. For our business hours, press three. ' +
  'To repeat these options, press nine. To speak with the receptionist, press zero.';
const HOURS =
  'We are open Monday through Friday from 9 AM to 6 PM, and Saturday from 10 AM to 1 PM. ' +
  'We are closed on Sunday.';

const app = express();
app.use(express.urlencoded({ extended: false }));

const send = (res, response) => res.type('text/xml').send(response.toString());

const listening = (response, action, hints) =>
  response.gather({
    input: hints ? 'dtmf speech' : 'dtmf',
    action,
    numDigits: 1,
    finishOnKey: '',
    actionOnEmptyResult: true,
    timeout: 5,
    hints,
  });

const menu = (response) => {
  const gather = listening(response, '/acme/menu', 'sales,support,hours,repeat,receptionist');
  gather.say('Listen to the following menu options.');
  gather.say(MENU);
  response.redirect('/acme/menu');
};

app.post('/acme', (req, res) => {
  const response = new VoiceResponse();
  response.say('Welcome to ACME, Inc.');
  menu(response);
  send(res, response);
});

app.post('/acme/menu', (req, res) => {
  const response = new VoiceResponse();
  if (req.body.Digits === '3') {
    const gather = listening(response, '/acme/hours');
    gather.say(HOURS);
    gather.pause({ length: 1 });
    gather.say('Press one to repeat this message or any other key to go back to the menu.');
    response.redirect('/acme/hours');
  } else {
    response.say('The option that you selected is invalid.');
    menu(response);
  }
  send(res, response);
});

app.listen(Number(process.env.PORT), '127.0.0.1');
