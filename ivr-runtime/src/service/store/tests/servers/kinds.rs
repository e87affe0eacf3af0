//! The servers that tests start, as Debian packages them.

#[cfg(feature = "postgres")]
use std::process::Stdio;

use super::Kind;
#[cfg(feature = "postgres")]
use super::as_ordinary_user;

impl Kind {
    /// Every change is on the disk before it is answered.
    #[cfg(feature = "redis")]
    pub(crate) const REDIS: Self = Self {
        program: "redis-server",
        crash: "KILL",
        prepare: |_, _| {},
        arguments: |folder, port| {
            let (folder, port) = (folder.display().to_string(), port.to_string());
            words(&[
                "--bind",
                "127.0.0.1",
                "--port",
                &port,
                "--dir",
                &folder,
                "--save",
                "",
                "--appendonly",
                "yes",
            ])
            .chain(words(&["--appendfsync", "always"]))
            .collect()
        },
        url: |port| format!("redis://127.0.0.1:{port}"),
        ready: "eady to accept connections",
    };

    /// SIGQUIT ends it without a word to anybody, as a crash does, and its children with it.
    #[cfg(feature = "postgres")]
    pub(crate) const POSTGRES: Self = Self {
        program: "postgres",
        crash: "QUIT",
        prepare: |program, folder| {
            let mut initdb = as_ordinary_user(&program.with_file_name("initdb"), folder);
            initdb.arg("-D").arg(folder.join("data"));
            initdb.args(["-U", "ivr", "--auth=trust", "--no-sync", "-E", "UTF8"]);
            assert!(initdb.stdin(Stdio::null()).stdout(Stdio::null()).status().unwrap().success());
        },
        arguments: |folder, port| {
            let (data, port) = (folder.join("data").display().to_string(), port.to_string());
            words(&["-D", &data, "-p", &port, "-c", "listen_addresses=127.0.0.1"])
                .chain(words(&["-c", "unix_socket_directories=", "-c", "recovery_init_sync_method=syncfs"]))
                .collect()
        },
        url: |port| format!("postgres://ivr@127.0.0.1:{port}/postgres"),
        ready: "eady to accept connections",
    };
}

fn words<'w>(words: &'w [&str]) -> impl Iterator<Item = String> + use<'w> {
    words.iter().map(|&word| word.to_owned())
}
