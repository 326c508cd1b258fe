//! Connections: encrypted as the URL says, set up as the library needs them, and kept for the next who asks.

use std::sync::Arc;
use std::time::Duration;

use postgres::Client;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WebPkiServerVerifier, verify_server_cert_signed_by_trust_anchor};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::failure::Failure;
use super::session::Session;
use super::url::{Address, Certificate};
use crate::{Error, Result};

/// The class of our advisory locks: that of those who write articles. The letters `NutG`.
pub(super) const WRITERS: i32 = i32::from_be_bytes(*b"NutG");

/// So many connections a process has at most.
pub(super) const CONNECTIONS: u32 = 16;
/// How long to wait for one, while the database starts again, say.
const PATIENCE: Duration = Duration::from_secs(10);

/// Makes connections.
#[derive(Clone)]
pub(super) struct Manager {
    address: Address,
    tls: MakeRustlsConnect,
}

/// The connections of a process. None is made before it is needed.
pub(super) fn pool(manager: Manager) -> r2d2::Pool<Manager> {
    r2d2::Pool::builder()
        .max_size(CONNECTIONS)
        .min_idle(Some(0))
        .connection_timeout(PATIENCE)
        // Whether a connection is lost is seen when it is used, and then it is made anew.
        .test_on_check_out(false)
        .error_handler(Box::new(r2d2::NopErrorHandler))
        .build_unchecked(manager)
}

impl Manager {
    /// # Errors
    /// If the authorities that the URL names cannot be read.
    pub(super) fn new(address: &Address) -> Result<Self> {
        let unusable = |reason: String| Error::LibraryUnusable {
            path: address.shown().into(),
            reason: format!("{reason}; see sslmode and sslrootcert in its URL"),
        };
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let verifier = verifier(address, &provider).map_err(unusable)?;
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| unusable(error.to_string()))?
            .dangerous()
            .with_custom_certificate_verifier(verifier)
            .with_no_client_auth();
        Ok(Self { address: address.clone(), tls: MakeRustlsConnect::new(config) })
    }

    /// A new connection.
    pub(super) fn session(&self) -> Result<Session, Failure> {
        let mut client = self.address.config.connect(self.tls.clone())?;
        set_up(&mut client, &self.address.schema)?;
        Ok(Session::new(client))
    }
}

/// What every connection is set to: where names are looked up, and how long anything may take.
fn set_up(client: &mut Client, schema: &str) -> Result<(), Failure> {
    // Extensions may lie in a schema of their own.
    let found = client.query(
        "SELECT DISTINCT nspname::text FROM pg_extension JOIN pg_namespace ON \
         pg_namespace.oid = extnamespace WHERE extname IN ('vector', 'pg_trgm')",
        &[],
    )?;
    let mut path = quoted(schema);
    for row in found {
        let name: String = row.get(0);
        if name != schema {
            path.push_str(&format!(", {}", quoted(&name)));
        }
    }
    // A URL may say otherwise of the times: what it says is set before this, and not set again.
    let set = "SELECT set_config(name, wanted, false) FROM (VALUES \
               ('statement_timeout', '60s'), ('lock_timeout', '10s'), \
               ('idle_in_transaction_session_timeout', '120s'), \
               ('transaction_timeout', '0')) AS wanted (name, wanted) \
               JOIN pg_settings USING (name) WHERE source <> 'client'";
    client.batch_execute(&format!("SET search_path = {path}; {set}"))?;
    Ok(())
}

/// A name as SQL has it.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

impl r2d2::ManageConnection for Manager {
    type Connection = Session;
    type Error = Failure;

    fn connect(&self) -> Result<Session, Failure> {
        self.session()
    }

    fn is_valid(&self, session: &mut Session) -> Result<(), Failure> {
        session.ping()
    }

    fn has_broken(&self, session: &mut Session) -> bool {
        session.is_closed()
    }
}

/// What looks at the server's certificate.
fn verifier(
    address: &Address,
    provider: &Arc<CryptoProvider>,
) -> Result<Arc<dyn ServerCertVerifier>, String> {
    if address.certificate == Certificate::Any {
        return Ok(Arc::new(Lenient { provider: Arc::clone(provider), roots: None }));
    }
    let mut roots = RootCertStore::empty();
    match &address.authorities {
        Some(file) => {
            let unreadable = |error: String| format!("{}: {error}", file.display());
            let found = CertificateDer::pem_file_iter(file)
                .and_then(Iterator::collect::<std::result::Result<Vec<_>, _>>)
                .map_err(|error| unreadable(error.to_string()))?;
            let (added, _) = roots.add_parsable_certificates(found);
            if added == 0 {
                return Err(unreadable("there is no certificate in it".to_owned()));
            }
        }
        None => {
            let found = rustls_native_certs::load_native_certs();
            let (added, _) = roots.add_parsable_certificates(found.certs);
            if added == 0 {
                return Err("this system has no certificate authorities".to_owned());
            }
        }
    }
    let roots = Arc::new(roots);
    if address.certificate == Certificate::Authority {
        return Ok(Arc::new(Lenient { provider: Arc::clone(provider), roots: Some(roots) }));
    }
    let verifier = WebPkiServerVerifier::builder_with_provider(roots, Arc::clone(provider));
    Ok(verifier.build().map_err(|error| error.to_string())?)
}

/// Takes any certificate, or any of a known authority, whichever host it is of: as `sslmode=require` and
/// `sslmode=verify-ca` have it.
#[derive(Debug)]
struct Lenient {
    provider: Arc<CryptoProvider>,
    roots: Option<Arc<RootCertStore>>,
}

impl ServerCertVerifier for Lenient {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> std::result::Result<ServerCertVerified, rustls::Error> {
        if let Some(roots) = &self.roots {
            let algorithms = self.provider.signature_verification_algorithms.all;
            let parsed = ParsedCertificate::try_from(end_entity)?;
            verify_server_cert_signed_by_trust_anchor(
                &parsed,
                roots,
                intermediates,
                now,
                algorithms,
            )?;
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
