//! The checks of `doctor` for the certificate: whether Twilio, which calls the public URL, would accept it.

use std::path::Path;

use tokio_rustls::rustls::pki_types::UnixTime;

use super::{Fails, Finding, Fine, Note};
use crate::{
    carrier::signature::Address,
    service::{
        config::{Checked, TlsFiles},
        tls::{Certificate, CertificateCheck, CertificateProblem},
    },
};

/// The number of days before its end by which a certificate should have been renewed.
const EXPIRY_WARNING_DAYS: u64 = 14;

/// Returns the findings about the certificate, if the server speaks HTTPS itself.
pub(super) fn certificate(settings: &Checked) -> Vec<Finding> {
    let Some(files) = &settings.tls else { return Vec::new() };
    let mut findings = match Certificate::open(&files.cert, &files.key) {
        Err(unfit) => vec![Fails(unfit.to_string())],
        Ok(certificate) => {
            let host = settings.public_url.as_ref().map(Address::host);
            match CertificateCheck::public(&certificate.chain()) {
                Some(certificate_check) => judged(&certificate_check, files, host, UnixTime::now()),
                None => vec![Fails(format!("`{}` cannot be read as a certificate", files.cert.display()))],
            }
        }
    };
    findings.extend(exposed(&files.key));
    findings
}

fn judged(
    certificate_check: &CertificateCheck<'_>,
    files: &TlsFiles,
    host: Option<&str>,
    now: UnixTime,
) -> Vec<Finding> {
    let file = files.cert.display();
    let problems = certificate_check.problems(host, now);
    if !problems.is_empty() {
        let told = |objection: &CertificateProblem| {
            Fails(format!("the certificate in `{file}` {}", told(objection, host)))
        };
        return problems.iter().map(told).collect();
    }
    let (days, last) = certificate_check.rest(now);
    let whose = host.map_or(String::new(), |host| format!(" for {host}"));
    let holds = format!("the certificate in `{file}` is valid{whose} until {last}");
    if days > EXPIRY_WARNING_DAYS {
        return vec![Fine(holds)];
    }
    vec![Note(format!("{holds}: renew it; a running server reloads it"))]
}

fn told(objection: &CertificateProblem, host: Option<&str>) -> String {
    let host = host.unwrap_or("this host");
    match objection {
        CertificateProblem::Expired(day) => {
            format!("expired on {day}: Twilio refuses it (11236). Renew it; a running server reloads it")
        }
        CertificateProblem::NotYet(day) => {
            format!("is not valid before {day}: Twilio refuses it until then. Is the clock right?")
        }
        CertificateProblem::OtherName(names) if names.is_empty() => {
            format!("names no host: Twilio refuses it for {host} (11235)")
        }
        CertificateProblem::OtherName(names) => {
            format!("is for {} and not for {host}: Twilio refuses it (11235)", names.join(", "))
        }
        CertificateProblem::SelfSigned => {
            "is self-signed: Twilio refuses it (11237) unless the account is configured not to check. Use \
             one that browsers trust"
                .to_owned()
        }
        CertificateProblem::Unknown { alone: true } => {
            "is not signed by a public authority, and the file contains no other: if the authority provides \
             a full chain (`fullchain.pem`), use that; otherwise Twilio refuses it (11237)"
                .to_owned()
        }
        CertificateProblem::Unknown { alone: false } => {
            "does not lead to a public authority: Twilio refuses it (11237)".to_owned()
        }
        CertificateProblem::Other(why) => format!("is not accepted: {why}"),
    }
}

/// Returns a finding if other users of the machine can read the key.
#[cfg(unix)]
fn exposed(key: &Path) -> Option<Finding> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(key).ok()?.permissions().mode();
    let words = "can be read by everybody on this machine: restrict its permissions";
    (mode & 0o004 != 0).then(|| Note(format!("the key in `{}` {words}", key.display())))
}

#[cfg(not(unix))]
fn exposed(_: &Path) -> Option<Finding> {
    None
}

#[cfg(test)]
mod tests {
    use std::{fs, path::PathBuf};

    use super::*;
    use crate::service::config::{Host, Settings};

    /// What is said of a certificate that is made for these names.
    fn said(test: &str, names: &[&str], key: Option<&str>) -> String {
        let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
        let signed = ivr_test_certificates::rcgen::generate_simple_self_signed(names).unwrap();
        let [cert_file, key_file] = [file(test, "pem"), file(test, "key")];
        fs::write(&cert_file, signed.cert.pem()).unwrap();
        fs::write(&key_file, key.unwrap_or(&signed.signing_key.serialize_pem())).unwrap();
        let settings = Settings::new().unsigned().public_url("https://voice.example.com");
        let settings = settings.tls_cert(cert_file.to_str().unwrap()).tls_key(key_file.to_str().unwrap());
        let findings = certificate(&settings.check(Host::Ours).unwrap());
        fs::remove_file(cert_file).unwrap();
        fs::remove_file(key_file).unwrap();
        findings.iter().map(Finding::line).collect::<Vec<_>>().join("\n")
    }

    fn file(test: &str, kind: &str) -> PathBuf {
        std::env::temp_dir().join(format!("ivr-doctor-{test}-{}.{kind}", std::process::id()))
    }

    #[test]
    fn a_certificate_that_the_provider_refuses_is_told_with_the_reason() {
        let itself = said("itself", &["voice.example.com"], None);
        assert!(itself.contains("FAIL") && itself.contains("is self-signed"), "{itself}");
        assert!(!itself.contains("11235"), "{itself}");
        let other = said("other", &["www.example.com"], None);
        assert!(other.contains("is for www.example.com and not for voice.example.com"), "{other}");
    }

    #[test]
    fn files_that_the_server_would_not_take_are_told_as_it_tells_them() {
        let other = ivr_test_certificates::rcgen::KeyPair::generate().unwrap().serialize_pem();
        let words = said("key", &["voice.example.com"], Some(&other));
        assert!(words.contains("FAIL") && words.contains("is not that of the certificate"), "{words}");
    }

    #[cfg(unix)]
    #[test]
    fn a_key_that_everybody_can_read_is_noticed() {
        use std::os::unix::fs::PermissionsExt;
        let path = file("mode", "key");
        fs::write(&path, "").unwrap();
        let with = |mode| {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            exposed(&path)
        };
        assert!(with(0o644).is_some() && with(0o640).is_none() && with(0o600).is_none());
        fs::remove_file(&path).unwrap();
    }
}
