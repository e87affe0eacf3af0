//! Certificates that are generated for the test, checked by a client that trusts one authority.

use ivr_test_certificates::rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd,
};

use super::*;

/// The first of July 2026.
const SUMMER: u64 = 1_782_864_000;

/// An authority, and whoever trusts it alone.
struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new(name: &str) -> Self {
        let parameters = authority(name);
        Self(CertifiedIssuer::self_signed(parameters, KeyPair::generate().unwrap()).unwrap())
    }

    fn signs(&self, parameters: &CertificateParams) -> CertificateDer<'static> {
        parameters.signed_by(&KeyPair::generate().unwrap(), &self.0).unwrap().der().clone()
    }

    fn problems(&self, chain: &[CertificateDer<'static>], host: &str) -> Vec<CertificateProblem> {
        let mut trusted = RootCertStore::empty();
        trusted.add(self.0.der().clone()).unwrap();
        CertificateCheck::by(chain, trusted).unwrap().problems(Some(host), at(SUMMER))
    }
}

fn authority(name: &str) -> CertificateParams {
    let mut parameters = params(&[]);
    parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    parameters.distinguished_name.push(DnType::CommonName, name);
    parameters
}

/// A certificate for 2026.
fn params(names: &[&str]) -> CertificateParams {
    let mut parameters =
        CertificateParams::new(names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()).unwrap();
    parameters.not_before = date_time_ymd(2026, 1, 1);
    parameters.not_after = date_time_ymd(2026, 12, 31);
    parameters
}

#[test]
fn nothing_is_held_against_a_certificate_of_the_host_that_somebody_vouches_for() {
    let authority = Authority::new("One");
    for (name, host) in [
        ("voice.example.com", "voice.example.com"),
        ("voice.example.com", "VOICE.example.com"),
        ("*.example.com", "voice.example.com"),
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8::1", "[2001:db8::1]"),
    ] {
        let chain = [authority.signs(&params(&[name]))];
        assert_eq!(authority.problems(&chain, host), [], "{host}");
        let certificate_check = CertificateCheck::public(&chain).unwrap();
        assert_eq!(certificate_check.rest(at(SUMMER)), (183, "2026-12-31".to_owned()));
    }
}

#[test]
fn a_certificate_that_is_over_or_has_not_begun_says_the_day() {
    let authority = Authority::new("One");
    let mut over = params(&["voice.example.com"]);
    over.not_after = date_time_ymd(2026, 6, 30);
    let mut early = params(&["voice.example.com"]);
    early.not_before = date_time_ymd(2026, 7, 2);
    let problems = |parameters| authority.problems(&[authority.signs(parameters)], "voice.example.com");
    assert_eq!(problems(&over), [CertificateProblem::Expired("2026-06-30".to_owned())]);
    assert_eq!(problems(&early), [CertificateProblem::NotYet("2026-07-02".to_owned())]);
}

#[test]
fn a_certificate_for_another_host_says_whose_it_is() {
    let authority = Authority::new("One");
    let chain = [authority.signs(&params(&["www.example.com", "192.0.2.7"]))];
    let names = ["www.example.com", "192.0.2.7"].map(str::to_owned).to_vec();
    assert_eq!(authority.problems(&chain, "voice.example.com"), [CertificateProblem::OtherName(names)]);
}

#[test]
fn a_certificate_that_signs_itself_is_told_from_one_of_somebody_unknown() {
    let (authority, other) = (Authority::new("One"), Authority::new("Another"));
    let key = KeyPair::generate().unwrap();
    let itself = params(&["voice.example.com"]).self_signed(&key).unwrap().der().clone();
    // The output of `openssl req -x509`.
    let mut by_hand = params(&["voice.example.com"]);
    by_hand.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let by_hand = by_hand.self_signed(&key).unwrap().der().clone();
    for chain in [[itself], [by_hand]] {
        assert_eq!(authority.problems(&chain, "voice.example.com"), [CertificateProblem::SelfSigned]);
    }
    let unknown = other.signs(&params(&["voice.example.com"]));
    let alone = [unknown.clone()];
    assert_eq!(
        authority.problems(&alone, "voice.example.com"),
        [CertificateProblem::Unknown { alone: true }]
    );
    let whole = [unknown, other.0.der().clone()];
    assert_eq!(
        authority.problems(&whole, "voice.example.com"),
        [CertificateProblem::Unknown { alone: false }]
    );
}

#[test]
fn a_chain_leads_to_those_who_are_trusted_only_as_long_as_it_is_whole() {
    let authority = Authority::new("One");
    let mut parameters = params(&[]);
    parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    parameters.distinguished_name.push(DnType::CommonName, "between");
    let between = CertifiedIssuer::signed_by(parameters, KeyPair::generate().unwrap(), &authority.0).unwrap();
    let leaf = params(&["voice.example.com"]);
    let leaf = leaf.signed_by(&KeyPair::generate().unwrap(), &between).unwrap().der().clone();
    assert_eq!(authority.problems(&[leaf.clone(), between.der().clone()], "voice.example.com"), []);
    assert_eq!(
        authority.problems(&[leaf], "voice.example.com"),
        [CertificateProblem::Unknown { alone: true }]
    );
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let authority = Authority::new("One");
    let mut old = params(&["www.example.com"]);
    old.not_after = date_time_ymd(2026, 6, 30);
    let old = old.self_signed(&KeyPair::generate().unwrap()).unwrap().der().clone();
    let problems = authority.problems(&[old], "voice.example.com");
    assert_eq!(problems.len(), 3, "{problems:?}");
}

#[test]
fn a_day_is_that_of_the_calendar() {
    for (second, date) in [
        (0, "1970-01-01"),
        (951_782_399, "2000-02-28"),
        (951_782_400, "2000-02-29"),
        (1_709_164_800, "2024-02-29"),
        (4_107_542_399, "2100-02-28"),
        (4_107_542_400, "2100-03-01"),
        (NEVER, "9999-12-31"),
    ] {
        assert_eq!(day(at(second)), date);
    }
}
