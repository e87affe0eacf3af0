//! Interprets an HTTP response for a call: status, content type, body, redirects.

use std::time::Duration;

use super::{Call, Form, Method, Request};
use crate::simulator::{
    alert::Alert,
    request::Response,
    twiml::{self, Document, Sound},
};

/// The maximum number of HTTP redirects that Twilio follows for a request.
const HTTP_REDIRECTS: u32 = 10;

#[derive(Debug)]
pub(super) enum Answer {
    Document(Document),
    /// A sound after which the call ends; the body itself if it is audio.
    Single(Option<Sound>),
    Redirect {
        location: String,
        keeps_form: bool,
    },
}

/// What an answer means.
pub(super) fn read(response: &Response) -> Result<Answer, Alert> {
    let status = response.status;
    match status {
        200..=299 => {}
        301 | 302 | 303 | 307 => {
            let location = response.location.clone();
            let location =
                location.ok_or_else(|| Alert::fatal(11216, format!("status {status} has no Location")))?;
            return Ok(Answer::Redirect { location, keeps_form: status == 307 });
        }
        300..=399 => {
            let text = format!("status {status} is not followed: Twilio follows 301, 302, 303 and 307");
            return Err(Alert::fatal(11216, text));
        }
        _ => {
            let text = format!("the application answered with status {status}{}", likely_cause(status));
            return Err(Alert::fatal(11200, text));
        }
    }
    let content_type = response.content_type.as_deref().unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "text/xml" | "application/xml" | "text/html" => twiml::parse(utf8(response)?).map(Answer::Document),
        "text/plain" => {
            let text = utf8(response)?;
            let aloud = Sound::Say { text: text.trim().to_owned(), language: None, pause: Duration::ZERO };
            Ok(twiml::parse(text).map_or(Answer::Single(Some(aloud)), Answer::Document))
        }
        audio if audio.starts_with("audio/") => Ok(Answer::Single(None)),
        "" => Err(Alert::fatal(12300, "the answer has no content type")),
        other => Err(Alert::fatal(12300, format!("the content type `{other}` is not a document"))),
    }
}

/// Returns the most common cause of a status when a webhook is called by hand.
fn likely_cause(status: u16) -> &'static str {
    match status {
        401 => ": it asks for credentials; write `https://user:password@host/…`",
        403 => {
            ": the signature is missing or does not match; set TWILIO_AUTH_TOKEN to the token of the server, call its \
             public URL, and read in its log which part differs"
        }
        404 => ": there is nothing at this path",
        405 => ": it does not accept this method; `--get` sends GET requests",
        413 => ": the request is too large for it",
        415 | 422 => ": it does not accept a form",
        429 => ": it accepts no more requests for now",
        500..=599 => ": it failed; read its log",
        _ => "",
    }
}

fn utf8(response: &Response) -> Result<&str, Alert> {
    std::str::from_utf8(&response.body).map_err(|_| Alert::fatal(12100, "the document is not UTF-8"))
}

impl Call {
    /// Follows a redirect of HTTP: the fields of a POST are lost unless the status keeps the method.
    pub(super) fn redirect(&mut self, request: &Request, location: &str, keeps_form: bool) {
        self.http_redirects += 1;
        if self.http_redirects > HTTP_REDIRECTS {
            return self.fail(Alert::fatal(11215, format!("more than {HTTP_REDIRECTS} HTTP redirects")));
        }
        let url = match request.url.join(location) {
            Ok(url) => url,
            Err(alert) => return self.fail(alert),
        };
        self.fetch(match keeps_form {
            true => {
                let (standard, extra) = (request.standard.clone(), request.extra.clone());
                Request { told: request.told.clone(), ..Request::new(request.method, url, standard, extra) }
            }
            false => Request::new(Method::Get, url, Form::new(), Form::new()),
        });
    }
}
