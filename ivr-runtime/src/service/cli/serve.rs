//! `serve`: answers calls until it is asked to stop.

use std::{io, process::ExitCode, thread};

use clap::{Arg, ArgAction, ArgMatches, Command, builder::NonEmptyStringValueParser};
use tokio::runtime::{Builder, Runtime};

use super::{USED_WRONGLY, listen::listen, wire::Wire};
use crate::{
    dialog::{call::Dialog, tree::PhoneTree},
    service::{
        config::{Host, LIMIT_SETTINGS, LimitSetting, SettingErrors, Settings},
        development::Develop,
        prompts,
        router::{self, StartError},
        telemetry,
    },
};

const SECRET: &str = "\
The auth token of the account is not an argument, because all users of a machine can see arguments. It is read from
TWILIO_AUTH_TOKEN, or from the file named by TWILIO_AUTH_TOKEN_FILE; with a token every webhook must be signed.";

pub(super) fn command() -> Command {
    Command::new("serve").about("Serves the tree; the default command").args(arguments()).after_help(SECRET)
}

/// Returns the settings as arguments. Secrets are not arguments, because all users of the machine can see arguments.
pub(super) fn arguments() -> Vec<Arg> {
    let flag = |name, help| Arg::new(name).long(name).action(ArgAction::SetTrue).help(help);
    let mut arguments = vec![
        text(
            "bind",
            "ADDRESS",
            "The address to listen on; port 0 picks a free port [env: IVR_BIND] [default: 127.0.0.1:3000]",
        ),
        text(
            "admin-bind",
            "ADDRESS",
            "Serves /healthz, /readyz and /metrics on this address instead of the tree's [env: IVR_ADMIN_BIND]",
        ),
        text(
            "tls-cert",
            "FILE",
            "Serves HTTPS with the certificates in this PEM file [env: IVR_TLS_CERT]",
        ),
        text("tls-key", "FILE", "The private key of the certificate, a PEM file [env: IVR_TLS_KEY]"),
        text("public-url", "URL", "The address that Twilio calls [env: IVR_PUBLIC_URL]"),
        flag("unsigned", "Accepts unsigned webhooks; something in front verifies the signatures"),
        flag(
            "phone",
            "Serves the phone page and the picture of the tree on a signed server, too: everybody who can reach it can \
             make signed calls",
        ),
        flag("watch", "Shows calls in progress on the picture, where the phone page is served"),
        text(
            "store",
            "URL",
            "Where call data is stored: file:PATH, memory:, redis://… or postgres://… [env: IVR_STORE] [default: ivr-calls.redb]",
        ),
        flag(
            "set-aside-damaged-store",
            "Renames a store that cannot be read and starts with an empty one, instead of answering without a record",
        ),
        text(
            "audio",
            "URL",
            "The URL of audio files instead of the tree's: https://…/, s3://bucket/…, or for one language fr-FR=… [env: IVR_AUDIO]",
        )
        .action(ArgAction::Append),
        prompts(),
        renamed("words", "prompts"),
        spoken(),
    ];
    arguments.extend(told_arguments());
    arguments.extend(limit_arguments());
    arguments
}

/// Returns an argument with a value. An empty value is refused, because it usually comes from an unset variable in a
/// script.
fn text(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help).value_parser(NonEmptyStringValueParser::new())
}

/// Returns the arguments for logs and events, and for what callers hear under overload.
fn told_arguments() -> [Arg; 4] {
    [
        text(
            "log",
            "FILTER",
            "The log filter, such as warn,ivr_runtime=debug [env: IVR_LOG] [default: info]",
        ),
        text("log-format", "FORMAT", "text or json [default: text]"),
        text(
            "overload-message",
            "TEXT",
            "What new callers hear under overload, or busy for the busy tone [env: IVR_OVERLOAD_MESSAGE]",
        ),
        text(
            "events",
            "FILE",
            "Appends an event for each step of a call to this file, one JSON object per line; - is standard output [env: IVR_EVENTS]",
        ),
    ]
}

/// Returns the arguments for the limits of clients.
fn limit_arguments() -> impl Iterator<Item = Arg> {
    LIMIT_SETTINGS.iter().map(|limit| {
        let LimitSetting { flag, variable, default, help, .. } = limit;
        let help = format!("{help} [env: {variable}] [default: {default}]");
        Arg::new(*flag).long(*flag).value_name("LIMIT").help_heading("Limits").help(help)
    })
}

/// Returns the argument for the prompt file, for every command that shows or plays what callers hear.
#[must_use]
pub fn prompts() -> Arg {
    let help = "The prompt file, read again when it changes [env: IVR_PROMPTS]";
    let file = Arg::new("prompts").long("prompts").value_name("FILE").help(help);
    file.value_parser(NonEmptyStringValueParser::new())
}

/// Returns a flag of an earlier version. Using it is an error that names the new flag.
#[must_use]
pub fn renamed(old: &'static str, new: &'static str) -> Arg {
    let refuse = move |_: &str| Err::<String, _>(format!("`--{old}` is now `--{new}`"));
    Arg::new(old).long(old).hide(true).value_name("VALUE").value_parser(refuse)
}

/// Returns the argument for the words of recordings, for every command that plays what callers hear.
#[must_use]
pub fn spoken() -> Arg {
    let help = "Says the texts of recordings instead of playing them [env: IVR_SPOKEN]";
    Arg::new("spoken").long("spoken").action(ArgAction::SetTrue).help(help)
}

/// Returns the tree with the texts of the prompt file, if one is given.
///
/// # Errors
///
/// Returns every error in the file.
pub fn worded<T: PhoneTree>(dialog: &Dialog<T>, matches: &ArgMatches) -> Result<Dialog<T>, SettingErrors> {
    let settings = Settings::from_env();
    let settings = match matches.get_one::<String>("prompts") {
        Some(file) => settings.prompts(file),
        None => settings,
    };
    let Some(path) = settings.prompts_file() else { return Ok(dialog.clone()) };
    prompts::read(path).map_err(|refused| router::refusal(path, refused))
}

/// Returns the settings of the environment, overridden by the arguments.
pub(super) fn settings(matches: &ArgMatches) -> Settings {
    said(Settings::from_env(), matches)
}

fn said(mut settings: Settings, matches: &ArgMatches) -> Settings {
    type Set = fn(Settings, &str) -> Settings;
    let setters: [(&str, Set); 11] = [
        ("bind", Settings::bind),
        ("admin-bind", Settings::admin_bind),
        ("tls-cert", Settings::tls_cert),
        ("tls-key", Settings::tls_key),
        ("public-url", Settings::public_url),
        ("store", Settings::store),
        ("prompts", Settings::prompts),
        ("log", Settings::log),
        ("log-format", Settings::log_format),
        ("overload-message", Settings::overload_message),
        ("events", Settings::events),
    ];
    for (name, set) in setters {
        if let Some(value) = matches.get_one::<String>(name) {
            settings = set(settings, value);
        }
    }
    for limit in &LIMIT_SETTINGS {
        if let Some(value) = matches.get_one::<String>(limit.flag) {
            settings = settings.limit(limit, value);
        }
    }
    if let Some(audio) = matches.get_many::<String>("audio") {
        settings = settings.audio(&audio.map(String::as_str).collect::<Vec<_>>().join(" "));
    }
    for (name, set) in [
        ("unsigned", Settings::unsigned as fn(Settings) -> Settings),
        ("phone", Settings::phone),
        ("watch", Settings::watch),
        ("set-aside-damaged-store", Settings::set_aside_damaged_store),
        ("spoken", Settings::spoken),
    ] {
        if matches.get_flag(name) {
            settings = set(settings);
        }
    }
    settings
}

pub(super) fn run<T: PhoneTree>(
    app: T::App,
    dialog: Dialog<T>,
    matches: &ArgMatches,
    develop: Option<Develop<T>>,
) -> ExitCode {
    let settings = match settings(matches).check(Host::Ours) {
        Ok(settings) => settings,
        Err(errors) => return used_wrongly(&errors),
    };
    let wire = match Wire::of(&settings) {
        Ok(wire) => wire,
        Err(error) => return used_wrongly(&error.into()),
    };
    let started = telemetry::start(&settings.log, settings.log_format).map_err(io::Error::other);
    let runtime = started.and_then(|()| runtime());
    let answered = runtime.and_then(|runtime| {
        runtime.block_on(async {
            match router::build::<T>(app, dialog, &settings, develop) {
                Ok(built) => listen::<T>(built, wire, &settings).await.map(|()| ExitCode::SUCCESS),
                // For example a full disk, or a folder that is not mounted yet: the service manager restarts the
                // program.
                Err(StartError::Store(error)) if !error.is_of_the_settings() => {
                    eprintln!("error: store: {error}");
                    Ok(ExitCode::FAILURE)
                }
                Err(error) => Ok(used_wrongly(&error.into())),
            }
        })
    });
    answered.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::FAILURE
    })
}

/// Creates a runtime with one thread per core. On one core it uses the current thread.
fn runtime() -> io::Result<Runtime> {
    let is_alone = thread::available_parallelism().is_ok_and(|cores| cores.get() == 1);
    let mut builder = if is_alone { Builder::new_current_thread() } else { Builder::new_multi_thread() };
    builder.enable_all().build()
}

/// Prints the errors in the settings.
#[must_use]
pub fn used_wrongly(errors: &SettingErrors) -> ExitCode {
    for error in errors.iter() {
        eprintln!("error: {error}");
    }
    ExitCode::from(USED_WRONGLY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::config::Checked;

    fn checked(arguments: &[&str]) -> Checked {
        let matches = command().try_get_matches_from([&["serve"], arguments].concat()).unwrap();
        let environment = Settings::new().bind("not an address").log("warn");
        said(environment, &matches).check(Host::Ours).unwrap()
    }

    #[test]
    fn an_argument_says_it_better_than_the_environment() {
        let settings =
            checked(&["--bind", "0.0.0.0:0", "--unsigned", "--public-url", "https://a.example/x/"]);
        assert_eq!(settings.bind, "0.0.0.0:0".parse().unwrap());
        assert_eq!(settings.public_url.unwrap().to_string(), "https://a.example/x");
        assert_eq!((settings.log.as_str(), settings.unsigned), ("warn", true));
    }

    #[test]
    fn recordings_are_where_the_arguments_say_one_language_at_a_time() {
        let settings = checked(&[
            "--bind",
            "127.0.0.1:0",
            "--audio",
            "fr-FR=https://a.example/fr/",
            "--audio",
            "en-US=s3://prompts/en/",
        ]);
        let bases: Vec<_> = settings.recordings.bases.iter().map(|base| base.url.as_str()).collect();
        assert_eq!(bases, ["https://a.example/fr/", "s3://prompts/en/"]);
    }

    #[test]
    fn the_secret_is_no_argument() {
        let secret = command().try_get_matches_from(["serve", "--auth-token", "12345"]);
        assert!(secret.is_err());
    }
}
