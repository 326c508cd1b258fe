//! The database's schema: how it is made, and how an older one is brought up to date while others use it.
//!
//! All of it happens in one transaction under an advisory lock, so that of several processes that start at once one does it
//! and the others find it done.

use postgres::error::SqlState;
use uuid::Uuid;

use super::connect::{WRITERS, quoted};
use super::failure::Failure;
use super::session::Session;
use crate::Error;

/// The first pgvector that goes on searching until enough rows pass a filter.
const PGVECTOR_AT_LEAST: (u32, u32) = (0, 8);

/// The class of the advisory lock of those who change the schema.
const MIGRATORS: i32 = WRITERS - 1;

struct Migration {
    sql: &'static str,
    /// The lowest version whose programs may go on using the library after it.
    compatible: i32,
}

const MIGRATIONS: &[Migration] = &[
    Migration { sql: include_str!("migrations/1_library.sql"), compatible: 1 },
    Migration { sql: include_str!("migrations/2_jobs.sql"), compatible: 1 },
];

/// The version that this program knows.
pub(super) const VERSION: i32 = MIGRATIONS.len() as i32;

/// Makes the library, or brings it up to date.
pub(super) fn make(session: &mut Session, schema: &str) -> Result<(), Failure> {
    if version(session, schema)?.is_some_and(|found| found >= VERSION) {
        return Ok(());
    }
    migrate(session, schema, VERSION)
}

/// Whether there is a library; one of an earlier version is brought up to date.
pub(super) fn find(session: &mut Session, schema: &str) -> Result<bool, Failure> {
    match version(session, schema)? {
        None => Ok(false),
        Some(found) if found < VERSION => migrate(session, schema, VERSION).map(|()| true),
        Some(_) => Ok(true),
    }
}

/// The version of the library in a schema, if there is one and this program may use it.
pub(super) fn version(session: &mut Session, schema: &str) -> Result<Option<i32>, Failure> {
    version_for(session, schema, VERSION)
}

/// The same for a program that knows versions up to `known`.
pub(super) fn version_for(
    session: &mut Session,
    schema: &str,
    known: i32,
) -> Result<Option<i32>, Failure> {
    let sql = "SELECT to_regclass($1) IS NOT NULL";
    let table = format!("{}.library", quoted(schema));
    if !session.one(sql, &[&table])?.get::<_, bool>(0) {
        return Ok(None);
    }
    let sql = format!("SELECT version, compatible FROM {table}");
    // Whoever has made the table has made its row in the same transaction.
    let foreign = || {
        Failure::Refused(Error::Refused {
            name: format!("schema {schema}"),
            reason: "it holds a table `library` that is not nutgraf's; name another schema, as in \
                     ?schema=news"
                .to_owned(),
        })
    };
    let row = session.one(&sql, &[]).map_err(|_| foreign())?;
    let number = |index: usize| row.try_get::<_, i32>(index).map_err(|_| foreign());
    let (found, compatible) = (number(0)?, number(1)?);
    if compatible > known {
        return Err(Failure::Refused(Error::LibraryNewer {
            path: format!("in schema {schema}").into(),
            found: found.into(),
            supported: known.into(),
        }));
    }
    Ok(Some(found))
}

/// Brings a schema from whatever it is to this version.
pub(super) fn migrate(session: &mut Session, schema: &str, to: i32) -> Result<(), Failure> {
    let name = quoted(schema);
    {
        let mut tx = session.begin(|builder| builder)?;
        tx.query("SELECT pg_advisory_xact_lock($1, 0)", &[&MIGRATORS])?;
        let readonly: bool =
            tx.one("SELECT current_setting('transaction_read_only')::boolean", &[])?.get(0);
        if readonly {
            return Err(Failure::Refused(Error::Refused {
                name: format!("schema {schema}"),
                reason:
                    "its library is not up to date, and this server may only be read; open the \
                         library once on the server that may be written"
                        .to_owned(),
            }));
        }
        extension(&mut tx)?;
        tx.batch(&format!("CREATE SCHEMA IF NOT EXISTS {name}"))?;
        let extensions: String = tx
            .one(
                "SELECT quote_ident(nspname) FROM pg_extension JOIN pg_namespace ON \
                 pg_namespace.oid = extnamespace WHERE extname = 'vector'",
                &[],
            )?
            .get(0);
        tx.batch(&format!("SET LOCAL search_path = {name}, {extensions}"))?;
        let exists: bool = tx.one("SELECT to_regclass('library') IS NOT NULL", &[])?.get(0);
        // Another process may have done it by now.
        let found: i32 =
            if exists { tx.one("SELECT version FROM library", &[])?.get(0) } else { 0 };
        let count = |version: i32| usize::try_from(version).unwrap_or(0);
        for migration in MIGRATIONS.iter().take(count(to)).skip(count(found)) {
            tx.batch(migration.sql)?;
        }
        if found == 0 {
            let secret = [Uuid::now_v7().into_bytes(), random()].concat();
            tx.execute(
                "INSERT INTO library (identity, version, compatible, secret) VALUES ($1, $2, 1, \
                 sha256($3 || uuid_send(gen_random_uuid())))",
                &[&Uuid::now_v7().to_string(), &to, &secret],
            )?;
        }
        if found < to {
            let compatible = MIGRATIONS[count(to) - 1].compatible;
            tx.execute("UPDATE library SET version = $1, compatible = $2", &[&to, &compatible])?;
        }
        tx.commit().map_err(Failure::at_commit)?;
    }
    Ok(())
}

/// Sixteen bytes that nobody knows.
fn random() -> [u8; 16] {
    use std::hash::{BuildHasher as _, Hasher as _, RandomState};
    let mut bytes = [0; 16];
    for part in bytes.as_chunks_mut::<8>().0 {
        *part = RandomState::new().build_hasher().finish().to_le_bytes();
    }
    bytes
}

/// Has pgvector there, of a version that will do.
fn extension(tx: &mut super::session::Tx) -> Result<(), Failure> {
    let refused =
        |reason: String| Failure::Refused(Error::Refused { name: "PostgreSQL".to_owned(), reason });
    let sql = "SELECT extversion FROM pg_extension WHERE extname = 'vector'";
    let mut found = tx.optional(sql, &[])?;
    if found.is_none() {
        let schema: Option<String> = tx
            .one(
                "SELECT nspname::text FROM pg_namespace WHERE nspname = 'public' UNION ALL \
                    SELECT NULL LIMIT 1",
                &[],
            )?
            .get(0);
        let place =
            schema.map_or_else(String::new, |schema| format!(" SCHEMA {}", quoted(&schema)));
        tx.batch(&format!("CREATE EXTENSION IF NOT EXISTS vector{place}")).map_err(|failure| {
            let Failure::Sql(error) = &failure else { return failure };
            let why = match error.code() {
                Some(code) if *code == SqlState::INSUFFICIENT_PRIVILEGE => {
                    "have an administrator run `CREATE EXTENSION vector` in this database"
                }
                Some(_) => "install pgvector 0.8 or later on the server",
                None => return failure,
            };
            refused(format!("its extension `vector` is not there ({failure}); {why}"))
        })?;
        found = tx.optional(sql, &[])?;
    }
    let version: String = found.map(|row| row.get(0)).unwrap_or_default();
    let mut numbers = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let number = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if number < PGVECTOR_AT_LEAST {
        return Err(refused(format!(
            "its extension `vector` is of version {version}, and 0.8 or later is needed; have an \
             administrator update it and run `ALTER EXTENSION vector UPDATE`"
        )));
    }
    Ok(())
}
