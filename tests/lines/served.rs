//! A line that is served as in production: over TCP, with signed requests, its calls in a file, and restarted in between.

use std::{
    env, fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    process,
    sync::{Arc, Mutex},
};

use axum::{Router, extract::Request};
use ivr::{config::Settings, phone::Caller, tree::PhoneTree};
use tokio::{
    net::TcpListener,
    runtime::{self, Runtime},
};
use tower::ServiceExt as _;

/// The auth token with which requests are signed.
const TOKEN: &str = "0123456789abcdef0123456789abcdef";

/// A server, the file of its calls, and how it is made anew.
pub(super) struct Served<T: PhoneTree> {
    address: SocketAddr,
    server: Arc<Mutex<Option<Router>>>,
    app: Box<dyn Fn() -> T::App>,
    folder: PathBuf,
    /// Where the server runs.
    _runtime: Runtime,
}

impl<T: PhoneTree> Served<T> {
    /// Serves a line of this name with an app that every process makes for itself.
    pub(super) fn new(line: &str, app: impl Fn() -> T::App + 'static) -> Self {
        let runtime = runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let server = Arc::new(Mutex::new(None::<Router>));
        let current = Arc::clone(&server);
        let forward = Router::new().fallback(async move |request: Request| {
            let router = current.lock().unwrap().clone().expect("the server is up");
            router.oneshot(request).await
        });
        let address = runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = listener.local_addr().unwrap();
            tokio::spawn(async move { axum::serve(listener, forward).await });
            address
        });
        let folder = env::temp_dir().join(format!("ivr-line-{line}-{}", process::id()));
        fs::create_dir_all(&folder).unwrap();
        let served = Self { address, server, app: Box::new(app), folder, _runtime: runtime };
        served.restart();
        served
    }

    /// Calls the line at a path such as `/line/outbound?order=7`.
    pub(super) fn call(&self, path: &str) -> Caller {
        Caller::over_socket(&format!("http://{}{path}", self.address)).signed(TOKEN)
    }

    /// Ends the server; another one goes on with its file.
    pub(super) fn restart(&self) {
        // The file is locked by the server that has it open.
        self.server.lock().unwrap().take();
        let settings = Settings::new()
            .auth_token(TOKEN)
            .public_url(&format!("http://{}", self.address))
            .store(&format!("file:{}", path(&self.folder)));
        let router = ivr::router::<T>((self.app)(), &settings).expect("the settings fit together");
        *self.server.lock().unwrap() = Some(router);
    }
}

fn path(folder: &Path) -> String {
    folder.join("calls.redb").display().to_string()
}

impl<T: PhoneTree> Drop for Served<T> {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}
