//! The same tree in other languages, written and started as is usual there. One that is not installed is left out.

use std::{env, path::Path, process::Command};

use crate::server::{Server, free_port, on_first_core};

const PATHS: [&str; 2] = ["/acme", "/acme/menu"];

/// Every peer that is installed; the others are named on standard error.
pub(crate) fn installed() -> Vec<Server> {
    let started = [("Flask", flask as fn() -> _), ("FastAPI", fastapi), ("Express", express)];
    let mut peers = Vec::new();
    for (name, start) in started {
        match start().and_then(|server| server.is_right().map(|()| server)) {
            Ok(server) => peers.push(server),
            Err(why) => eprintln!("left out: {name}, {why}"),
        }
    }
    peers
}

/// A Flask application under gunicorn.
fn flask() -> Result<Server, String> {
    python("Flask, gunicorn", "flask", "flask, gunicorn, twilio", |bind| {
        let arguments = ["gunicorn", "--worker-class", "gthread", "--workers", "2", "--bind"];
        arguments.map(str::to_owned).into_iter().chain([bind, "app:app".to_owned()]).collect()
    })
}

/// A FastAPI application under uvicorn.
fn fastapi() -> Result<Server, String> {
    let modules = "fastapi, httptools, multipart, twilio, uvicorn, uvloop";
    python("FastAPI, uvicorn", "fastapi", modules, |bind| {
        let port = bind.rsplit(':').next().unwrap_or_default().to_owned();
        let arguments = ["uvicorn", "--no-access-log", "--log-level", "warning", "app:app", "--port"];
        arguments.map(str::to_owned).into_iter().chain([port]).collect()
    })
}

fn python(
    name: &'static str,
    folder: &str,
    modules: &str,
    arguments: impl FnOnce(String) -> Vec<String>,
) -> Result<Server, String> {
    let python = env::var("PYTHON").unwrap_or_else(|_| "python3".into());
    let known = Command::new(&python).args(["-c", &format!("import {modules}")]).output();
    if !known.is_ok_and(|known| known.status.success()) {
        return Err(format!("because `{python}` does not have all of {modules} (PYTHON names another)"));
    }
    let port = free_port()?;
    let mut command = on_first_core(Path::new(&python));
    command.arg("-m").args(arguments(format!("127.0.0.1:{port}"))).current_dir(of_package(folder));
    Server::start(name, command, port, PATHS)
}

/// An Express application.
fn express() -> Result<Server, String> {
    let folder = of_package("express");
    if !Path::new(&folder).join("node_modules").exists() {
        return Err(format!("because `npm install` was not run in {folder}"));
    }
    let port = free_port()?;
    let mut command = on_first_core(Path::new("node"));
    command.arg("app.js").env("PORT", port.to_string()).env("NODE_ENV", "production").current_dir(folder);
    Server::start("Express", command, port, PATHS)
}

fn of_package(folder: &str) -> String {
    format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"))
}
