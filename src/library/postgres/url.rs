//! The URL of a library: what of it is PostgreSQL's, and what is ours.

use std::path::PathBuf;
use std::time::Duration;

use postgres::Config;
use postgres::config::SslMode;

use crate::{Error, Result};

/// The schema that holds a library, unless the URL names another.
const SCHEMA: &str = "nutgraf";

/// How long to wait for a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How the server's certificate is looked at, as `sslmode` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Certificate {
    /// It is not: what is sent is hidden from those who listen, and not from those who stand between.
    Any,
    /// It must be of a known authority.
    Authority,
    /// And be of this host.
    Host,
}

/// Where a library is, and how it is reached.
#[derive(Clone)]
pub(super) struct Address {
    pub(super) config: Config,
    pub(super) schema: String,
    pub(super) certificate: Certificate,
    /// The authorities that are trusted; none: those of the system.
    pub(super) authorities: Option<PathBuf>,
    shown: String,
}

impl Address {
    /// Takes a URL as `libpq` does, with `schema`, `sslrootcert` and all values of `sslmode`; the environment's PGPASSWORD
    /// stands in for a password.
    pub(super) fn parse(url: &str) -> Result<Self> {
        let shown = shown(url);
        let refused = |reason: String| Error::LibraryUnusable {
            path: PathBuf::from(&shown),
            reason: format!("{reason}; a URL is like postgres://user@host:5432/database"),
        };
        let (base, query) = url.split_once('?').unwrap_or((url, ""));
        let mut schema = SCHEMA.to_owned();
        let mut certificate = Certificate::Any;
        let mut mode = None;
        let mut authorities = None;
        let mut rest = ::url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in ::url::form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "schema" => schema = value.into_owned(),
                "sslrootcert" if value != "system" => authorities = Some(value.into_owned().into()),
                "sslrootcert" => certificate = Certificate::Host,
                "sslmode" => {
                    mode = Some(match value.as_ref() {
                        "disable" => SslMode::Disable,
                        "allow" | "prefer" => SslMode::Prefer,
                        "require" | "verify-ca" | "verify-full" => SslMode::Require,
                        _ => return Err(refused(format!("there is no sslmode {value}"))),
                    });
                    match value.as_ref() {
                        "verify-ca" => certificate = Certificate::Authority,
                        "verify-full" => certificate = Certificate::Host,
                        _ => {}
                    }
                }
                "sslcert" | "sslkey" | "sslcrl" | "service" | "passfile" => {
                    return Err(refused(format!("`{name}` is not supported")));
                }
                _ => drop(rest.append_pair(&name, &value)),
            }
        }
        // As libpq has it, authorities that are named are asked wherever encryption is demanded.
        if authorities.is_some()
            && mode == Some(SslMode::Require)
            && certificate == Certificate::Any
        {
            certificate = Certificate::Authority;
        }
        if schema.is_empty() || schema.len() > 63 || schema.contains('\0') {
            return Err(refused("a schema has a name of 1 to 63 bytes".to_owned()));
        }
        // The driver decodes what is encoded, and takes a plus sign as it is.
        let rest = rest.finish().replace('+', "%20");
        let mut config: Config =
            format!("{base}?{rest}").parse().map_err(|error: postgres::Error| {
                refused(
                    std::error::Error::source(&error)
                        .map_or(error.to_string(), |source| source.to_string()),
                )
            })?;
        if let Some(mode) = mode {
            config.ssl_mode(mode);
        }
        if config.get_password().is_none()
            && let Ok(password) = std::env::var("PGPASSWORD")
        {
            config.password(password);
        }
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            config.host(std::env::var("PGHOST").as_deref().unwrap_or("localhost"));
        }
        if config.get_application_name().is_none() {
            config.application_name("nutgraf");
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_TIMEOUT);
        }
        Ok(Self { config, schema, certificate, authorities, shown })
    }

    /// As a message has it: without a password.
    pub(super) fn shown(&self) -> &str {
        &self.shown
    }
}

/// A URL without what is secret in it. It may have no host, which is no URL to others.
pub(in crate::library) fn shown(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("postgres", ""));
    let (base, query) = rest.split_once('?').unwrap_or((rest, ""));
    // A password may have any sign in it that should have been encoded.
    let (user, place) = match base.rsplit_once('@') {
        Some((user, place)) => (user.split(':').next().unwrap_or_default(), place),
        None => ("", base),
    };
    let at = if user.is_empty() { "" } else { "@" };
    let kept: Vec<String> = ::url::form_urlencoded::parse(query.as_bytes())
        .filter(|(name, _)| matches!(name.as_ref(), "host" | "port" | "user" | "dbname" | "schema"))
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let mark = if kept.is_empty() { "" } else { "?" };
    format!("{scheme}://{user}{at}{place}{mark}{}", kept.join("&"))
}

#[cfg(test)]
mod tests {
    use postgres::config::Host;

    use super::*;

    #[test]
    fn parameters_are_understood_and_nothing_secret_is_shown() {
        let url = "postgres://ada:s%20cret@db.example:6432/news?sslmode=verify-full&schema=desk%201&\
                   connect_timeout=3&options=-c%20work_mem%3D64MB&application_name=a+b";
        let address = Address::parse(url).unwrap();
        assert_eq!(address.schema, "desk 1");
        assert_eq!(address.certificate, Certificate::Host);
        assert_eq!(address.config.get_ssl_mode(), SslMode::Require);
        assert_eq!(address.config.get_password(), Some(&b"s cret"[..]));
        assert_eq!(address.config.get_options(), Some("-c work_mem=64MB"));
        assert_eq!(address.config.get_application_name(), Some("a b"));
        assert_eq!(address.shown(), "postgres://ada@db.example:6432/news?schema=desk 1");
        let secret = "postgres://db/news?user=ada&password=secret&sslmode=require";
        assert_eq!(shown(secret), "postgres://db/news?user=ada");
        let local = "postgres://ada:se/c@ret@/news?host=%2Frun%2Fpg";
        assert_eq!(shown(local), "postgres://ada@/news?host=/run/pg");
        assert_eq!(Address::parse(secret).unwrap().config.get_password(), Some(&b"secret"[..]));
    }

    #[test]
    fn a_socket_of_this_machine_is_a_host() {
        for url in ["postgres:///news?host=%2Frun%2Fpg", "postgres://%2Frun%2Fpg/news"] {
            let hosts = Address::parse(url).unwrap().config.get_hosts().to_vec();
            assert_eq!(hosts, [Host::Unix("/run/pg".into())], "{url}");
        }
    }

    #[test]
    fn what_is_no_url_says_what_is() {
        for (url, said) in [
            ("postgres://db/news?sslmode=maybe", "sslmode maybe"),
            ("postgres://db/news?sslkey=a", "`sslkey`"),
            ("postgres://db/news?schema=", "schema"),
            ("postgres://db:port/news", "postgres://user@host:5432"),
            ("postgres://db/news?colour=red", "colour"),
        ] {
            let error = Address::parse(url).err().map(|error| error.to_string());
            assert!(error.as_ref().is_some_and(|it| it.contains(said)), "{url}: {error:?}");
        }
    }
}
