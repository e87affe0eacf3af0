//! `health`: asks the server with the same settings for its state. Containers use it, because they contain no other
//! program for this.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    process::ExitCode,
};

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::{
    USED_WRONGLY,
    client::{self, Peer},
    serve::{arguments, settings},
};
use crate::service::config::{Checked, Host, SettingErrors, Settings};

/// The maximum length of a response that is read.
const MAX_RESPONSE_LENGTH: u64 = 4096;

pub(super) fn command() -> Command {
    let ready = Arg::new("ready").long("ready").action(ArgAction::SetTrue);
    Command::new("health")
        .about("Checks whether the server that runs with the same settings is alive")
        .arg(ready.help("Also checks whether it accepts new calls"))
        .args(arguments())
}

pub(super) fn run(matches: &ArgMatches) -> ExitCode {
    let path = if matches.get_flag("ready") { "/readyz" } else { "/healthz" };
    let asked = where_it_listens(&settings(matches)).and_then(|(address, tls)| {
        ask(address, tls, path).map_err(|error| HealthError::Server(format!("{address}: {error}")))
    });
    match asked {
        Ok((200, word)) => {
            println!("{word}");
            ExitCode::SUCCESS
        }
        Ok((status, word)) => {
            println!("{status} {word}");
            ExitCode::FAILURE
        }
        Err(HealthError::Server(why)) => {
            eprintln!("error: {why}");
            ExitCode::FAILURE
        }
        Err(HealthError::Settings(why)) => {
            eprintln!("error: {why}");
            ExitCode::from(USED_WRONGLY)
        }
    }
}

#[derive(Debug)]
enum HealthError {
    Settings(String),
    Server(String),
}

/// Returns the address at which this machine reaches the server, and whether it uses TLS there.
fn where_it_listens(settings: &Settings) -> Result<(SocketAddr, bool), HealthError> {
    // A health check needs no auth token.
    let checked = settings.check(Host::Ours).or_else(|_| settings.clone().unsigned().check(Host::Ours));
    let Checked { bind, admin_bind, tls, .. } =
        checked.map_err(|errors: SettingErrors| HealthError::Settings(errors.to_string()))?;
    let (mut bind, tls) = admin_bind.map_or((bind, tls.is_some()), |admin| (admin, false));
    match bind.ip() {
        IpAddr::V4(any) if any.is_unspecified() => bind.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(any) if any.is_unspecified() => bind.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    if bind.port() == 0 {
        let why =
            "the server chose its port itself: pass the port that it printed, with --bind or --admin-bind";
        return Err(HealthError::Settings(why.to_owned()));
    }
    Ok((bind, tls))
}

/// Returns status and text of the response.
fn ask(address: SocketAddr, tls: bool, path: &str) -> io::Result<(u16, String)> {
    let peer = if tls { Peer::Itself } else { Peer::Plain };
    let host = address.to_string();
    let answer = client::get(client::connect_to(address)?, peer, (&host, path, ""), MAX_RESPONSE_LENGTH)?;
    Ok((answer.status, String::from_utf8_lossy(&answer.body).trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};

    use super::*;

    fn asked(settings: &Settings) -> (String, bool) {
        let (address, tls) = where_it_listens(settings).unwrap();
        (address.to_string(), tls)
    }

    #[test]
    fn a_server_on_all_addresses_is_asked_at_the_machines_own() {
        for (bind, address) in [
            ("0.0.0.0:3000", "127.0.0.1:3000"),
            ("[::]:3000", "[::1]:3000"),
            ("127.0.0.2:80", "127.0.0.2:80"),
        ] {
            assert_eq!(asked(&Settings::new().bind(bind)), (address.to_owned(), false), "{bind}");
        }
    }

    #[cfg(feature = "tls")]
    #[test]
    fn a_server_with_a_certificate_is_asked_over_https() {
        let tls = Settings::new().auth_token("12345").tls_cert("c.pem").tls_key("k.pem");
        assert!(asked(&tls).1);
    }

    #[test]
    fn a_port_that_was_picked_has_to_be_said() {
        let error = where_it_listens(&Settings::new().bind("127.0.0.1:0")).unwrap_err();
        assert!(matches!(error, HealthError::Settings(why) if why.contains("--bind")));
    }

    #[test]
    fn nobody_and_somebody_else_are_told_apart() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let other = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = stream.read(&mut [0; 1024]).unwrap();
            stream.write_all(b"220 mail.example.com\r\n").unwrap();
        });
        assert!(ask(address, false, "/healthz").unwrap_err().to_string().contains("does not speak HTTP"));
        other.join().unwrap();
        assert_eq!(ask(address, false, "/healthz").unwrap_err().kind(), io::ErrorKind::ConnectionRefused);
    }
}
