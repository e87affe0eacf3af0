//! nginx in front of the hosts, with the files of `deploy`.

use std::{
    fs,
    net::SocketAddr,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use crate::{
    program::root,
    replicas::{Replicas, Tree, free_addresses},
    servers::{Kind, Server},
};

/// `-c` says with which file.
const NGINX: Kind = Kind {
    program: "nginx",
    crash: "TERM",
    prepare: |_, _| {},
    arguments: |folder, _| ["-p", &folder.display().to_string(), "-e", "stderr"].map(str::to_owned).to_vec(),
    url: |port| format!("http://127.0.0.1:{port}"),
    ready: "start worker process",
};

/// A proxy that runs.
pub(crate) struct Proxy {
    server: Server,
    conf: PathBuf,
    listens: Vec<SocketAddr>,
}

impl Proxy {
    /// One before each tree; nothing where nginx is not installed.
    pub(crate) fn start(replicas: &Replicas, folder: &Path) -> Option<Self> {
        let listens = free_addresses(replicas.by_tree().count());
        let conf = folder.join("nginx.conf");
        fs::write(&conf, text(replicas, &listens, folder, None)).unwrap();
        let server = Server::start(NGINX, &["-c", conf.to_str()?])?;
        Some(Self { server, conf, listens })
    }

    /// Where it listens for each tree.
    pub(crate) fn listens(&self) -> &[SocketAddr] {
        &self.listens
    }

    /// Sends new calls to other hosts than the last one, which is left to those that only it knows; or to all of them again.
    pub(crate) fn spares_the_last_host(&self, replicas: &Replicas, is_spared: bool) {
        let folder = self.conf.parent().unwrap();
        let rollback = is_spared.then_some("deploy/proxy/rollback.conf");
        fs::write(&self.conf, text(replicas, &self.listens, folder, rollback)).unwrap();
        let conf = self.conf.to_str().unwrap();
        self.server.does("nginx", &["-p", ".", "-c", conf, "-e", "stderr", "-s", "reload"]);
    }
}

/// The whole file: what `deploy` has for each tree, with what is to be said above it.
fn text(replicas: &Replicas, listens: &[SocketAddr], folder: &Path, rollback: Option<&str>) -> String {
    let log = folder.join("nginx.log");
    fs::write(&log, "").unwrap();
    fs::set_permissions(&log, fs::Permissions::from_mode(0o666)).unwrap();
    let file = rollback.unwrap_or("deploy/proxy/replicas.conf");
    let deployed = fs::read_to_string(root().join(file)).unwrap();
    let servers = replicas.by_tree().zip(listens);
    let servers = servers.map(|((tree, hosts), listen)| server(&deployed, tree, &hosts, *listen));
    let servers = servers.collect::<String>();
    // The default folders of Debian are writable only for root.
    let kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
    let folders = kinds.map(|kind| format!("{kind}_temp_path {kind};\n")).concat();
    format!(
        "daemon off; worker_processes 1; pid nginx.pid; error_log stderr notice;\n\
         error_log {} warn; events {{ worker_connections 16384; }}\n\
         http {{\naccess_log off; keepalive_requests 100000;\n{folders}{servers}}}\n",
        log.display()
    )
}

/// The file of `deploy` for one tree, on this machine and without TLS.
fn server(deployed: &str, tree: Tree, hosts: &[SocketAddr], listen: SocketAddr) -> String {
    let path = tree.path();
    let text = deployed.replace("phone_tree", &format!("phone_tree_{}", path.trim_start_matches('/')));
    let text = text.replace("/acme", &path).replace("listen 443 ssl;", &format!("listen {listen};"));
    let text = (1..).zip(hosts).fold(text, |text, (host, address)| {
        let named = format!("10.0.0.{host}:3000");
        assert!(text.contains(&named), "{text}");
        text.replace(&named, &address.to_string())
    });
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("ssl_"));
    lines.fold(String::new(), |text, line| text + line + "\n")
}
