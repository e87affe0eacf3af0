//! The Kubernetes manifests, parsed as YAML: names, paths, ports and arguments are those of the program, and a pod has
//! no more rights than it needs.

use serde_json::Value;

use super::{are_taken, is_answered, is_read, text};

/// The manifests: a tree that keeps nothing, and one that keeps fields of calls.
const MANIFESTS: [&str; 2] = ["deploy/kubernetes/phone-tree.yaml", "deploy/kubernetes/keeps-calls.yaml"];

fn objects(manifest: &str) -> Vec<Value> {
    serde_saphyr::from_multiple(&text(manifest)).unwrap_or_else(|error| panic!("{manifest}: {error}"))
}

fn object(manifest: &str, kind: &str) -> Option<Value> {
    objects(manifest).into_iter().find(|object| object["kind"] == kind)
}

fn deployment(manifest: &str) -> Value {
    object(manifest, "Deployment").unwrap()
}

/// The pod of a deployment, and its only container.
fn pod(manifest: &str) -> (Value, Value) {
    let pod = deployment(manifest)["spec"]["template"]["spec"].clone();
    let containers = pod["containers"].as_array().unwrap().clone();
    assert_eq!(containers.len(), 1, "{manifest}");
    (pod, containers[0].clone())
}

fn strings(array: &Value) -> Vec<&str> {
    array.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

#[test]
fn the_program_takes_what_a_pod_tells_it() {
    for manifest in MANIFESTS {
        let (_, container) = pod(manifest);
        let arguments = strings(&container["args"]);
        assert_eq!(arguments[0], "serve");
        are_taken(&arguments[1..]);
        for variable in container["env"].as_array().unwrap() {
            is_read(variable["name"].as_str().unwrap());
        }
    }
}

#[test]
fn probes_and_service_meet_the_server_where_it_listens() {
    for manifest in MANIFESTS {
        let (_, container) = pod(manifest);
        let port = &container["ports"][0];
        let bind = variable(&container, "IVR_BIND");
        assert!(bind.ends_with(&format!(":{}", port["containerPort"])), "{bind}");
        for probe in ["startupProbe", "livenessProbe", "readinessProbe"] {
            let asks = &container[probe]["httpGet"];
            assert_eq!(asks["port"], port["name"], "{manifest} {probe}");
            is_answered(asks["path"].as_str().unwrap());
        }
        assert_eq!(container["readinessProbe"]["httpGet"]["path"], "/readyz");
        assert_eq!(container["livenessProbe"]["httpGet"]["path"], "/healthz");
        let service = object(manifest, "Service").unwrap();
        assert_eq!(service["spec"]["ports"][0]["targetPort"], port["name"]);
        let labels = &deployment(manifest)["spec"]["template"]["metadata"]["labels"];
        assert_eq!(&service["spec"]["selector"], labels);
        assert_eq!(&deployment(manifest)["spec"]["selector"]["matchLabels"], labels);
    }
}

fn variable(container: &Value, name: &str) -> String {
    let mut variables = container["env"].as_array().unwrap().iter();
    let variable = variables.find(|variable| variable["name"] == name).unwrap();
    variable["value"].as_str().unwrap().to_owned()
}

#[test]
fn the_secret_is_a_file_and_stands_in_no_manifest() {
    for manifest in MANIFESTS {
        let (pod, container) = pod(manifest);
        let file = variable(&container, "TWILIO_AUTH_TOKEN_FILE");
        let mounts = container["volumeMounts"].as_array().unwrap();
        let mount =
            mounts.iter().find(|mount| file.starts_with(mount["mountPath"].as_str().unwrap())).unwrap();
        let volumes = pod["volumes"].as_array().unwrap();
        let volume = volumes.iter().find(|volume| volume["name"] == mount["name"]).unwrap();
        let secret = volume["secret"]["secretName"].as_str().unwrap();
        let (_, key) = file.rsplit_once('/').unwrap();
        // The secret, as the command in the head of the file creates it.
        let command = format!("kubectl create secret generic {secret} --from-file={key}=");
        assert!(text(manifest).contains(&command), "{manifest}: {command}");
        assert!(object(manifest, "Secret").is_none() && mount["readOnly"] == true, "{manifest}");
    }
}

#[test]
fn a_pod_may_do_no_more_than_it_has_to_and_has_time_to_finish() {
    /// What stopping may take: for balancers, for answers, for what was promised, for events.
    const STOPPING: u64 = 2 + 15 + 15 + 5;
    for manifest in MANIFESTS {
        let (pod, container) = pod(manifest);
        let (all, own) = (&pod["securityContext"], &container["securityContext"]);
        assert_eq!(all["runAsNonRoot"], true);
        assert!(all["runAsUser"].as_u64().unwrap() > 0);
        assert_eq!(all["seccompProfile"]["type"], "RuntimeDefault");
        assert_eq!(own["allowPrivilegeEscalation"], false);
        assert_eq!(own["readOnlyRootFilesystem"], true);
        assert_eq!(strings(&own["capabilities"]["drop"]), ["ALL"]);
        assert_eq!(pod["automountServiceAccountToken"], false);
        let before = container["lifecycle"]["preStop"]["sleep"]["seconds"].as_u64().unwrap();
        assert!(pod["terminationGracePeriodSeconds"].as_u64().unwrap() > before + STOPPING, "{manifest}");
        let image = text("Dockerfile");
        assert!(image.contains(&format!("USER {}:{}", all["runAsUser"], all["runAsGroup"])), "{manifest}");
    }
}

#[test]
fn a_file_of_calls_is_opened_by_one_pod_and_none_is_missed_where_there_is_no_file() {
    let [shared, kept] = MANIFESTS;
    assert_eq!(deployment(shared)["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"], 0);
    assert!(deployment(shared)["spec"]["replicas"].as_u64().unwrap() > 1);
    assert_eq!(object(shared, "PodDisruptionBudget").unwrap()["spec"]["minAvailable"], 1);
    assert_eq!(deployment(kept)["spec"]["strategy"]["type"], "Recreate");
    assert_eq!(deployment(kept)["spec"]["replicas"], 1);
    assert!(object(kept, "PodDisruptionBudget").is_none());
    let (pod, container) = pod(kept);
    let store = variable(&container, "IVR_STORE");
    let mounts = container["volumeMounts"].as_array().unwrap();
    let is_over =
        |mount: &&Value| store.starts_with(&format!("file:{}/", mount["mountPath"].as_str().unwrap()));
    let mount = mounts.iter().find(is_over).unwrap();
    let volumes = pod["volumes"].as_array().unwrap();
    let volume = volumes.iter().find(|volume| volume["name"] == mount["name"]).unwrap();
    let claim = object(kept, "PersistentVolumeClaim").unwrap();
    assert_eq!(volume["persistentVolumeClaim"]["claimName"], claim["metadata"]["name"]);
    assert_eq!(strings(&claim["spec"]["accessModes"]), ["ReadWriteOncePod"]);
}
