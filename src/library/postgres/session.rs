//! A connection with the statements that it has prepared.

use std::collections::HashMap;

use postgres::types::ToSql;
use postgres::{Client, Row, Statement, Transaction, TransactionBuilder};

use super::failure::Failure;

/// So many statements a connection keeps.
const MOST_STATEMENTS: usize = 256;

/// Values of a statement's parameters.
pub(super) type Values<'a> = [&'a (dyn ToSql + Sync)];

/// A connection.
pub(super) struct Session {
    client: Client,
    statements: HashMap<String, Statement>,
}

/// A transaction of a session. It is rolled back unless it is committed.
pub(super) struct Tx<'a> {
    transaction: Transaction<'a>,
    statements: &'a mut HashMap<String, Statement>,
}

impl Session {
    pub(super) fn new(client: Client) -> Self {
        Self { client, statements: HashMap::new() }
    }

    /// Whether the connection was lost.
    pub(super) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    pub(super) fn ping(&mut self) -> Result<(), Failure> {
        Ok(self.client.batch_execute("")?)
    }

    pub(super) fn begin(
        &mut self,
        how: impl FnOnce(TransactionBuilder<'_>) -> TransactionBuilder<'_>,
    ) -> Result<Tx<'_>, Failure> {
        if self.statements.len() > MOST_STATEMENTS {
            self.statements.clear();
        }
        let transaction = how(self.client.build_transaction()).start()?;
        Ok(Tx { transaction, statements: &mut self.statements })
    }

    /// Runs statements outside a transaction.
    pub(super) fn batch(&mut self, sql: &str) -> Result<(), Failure> {
        Ok(self.client.batch_execute(sql)?)
    }

    pub(super) fn one(&mut self, sql: &str, values: &Values) -> Result<Row, Failure> {
        Ok(self.client.query_one(sql, values)?)
    }

    pub(super) fn client(&mut self) -> &mut Client {
        &mut self.client
    }
}

impl Tx<'_> {
    fn prepared(&mut self, sql: &str) -> Result<Statement, Failure> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.transaction.prepare(sql)?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    pub(super) fn query(&mut self, sql: &str, values: &Values) -> Result<Vec<Row>, Failure> {
        let statement = self.prepared(sql)?;
        Ok(self.transaction.query(&statement, values)?)
    }

    pub(super) fn optional(&mut self, sql: &str, values: &Values) -> Result<Option<Row>, Failure> {
        let statement = self.prepared(sql)?;
        Ok(self.transaction.query_opt(&statement, values)?)
    }

    pub(super) fn one(&mut self, sql: &str, values: &Values) -> Result<Row, Failure> {
        let statement = self.prepared(sql)?;
        Ok(self.transaction.query_one(&statement, values)?)
    }

    pub(super) fn execute(&mut self, sql: &str, values: &Values) -> Result<u64, Failure> {
        let statement = self.prepared(sql)?;
        Ok(self.transaction.execute(&statement, values)?)
    }

    /// Runs statements that are not worth keeping.
    pub(super) fn batch(&mut self, sql: &str) -> Result<(), Failure> {
        Ok(self.transaction.batch_execute(sql)?)
    }

    pub(super) fn commit(self) -> Result<(), postgres::Error> {
        self.transaction.commit()
    }
}
