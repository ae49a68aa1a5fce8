//! The embedded server: first start with body, departments and staff; later starts; stopping and starting while
//! the program runs, to show work without a link.

use crate::{Demo, OfficeError};
use chrono::TimeDelta;
use domain::{StaffId, TenantId, UnitId};
use protocol::window::directory::UnitRow;
use server::{Config, Enrolment, NewStaff, Running};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use tokio::sync::Mutex;
use uuid::Uuid;

/// The body of every demonstration.
pub(crate) const TENANT: TenantId =
    TenantId(Uuid::from_u128(0xde00_0000_0000_4000_8000_0000_0000_0001));

/// The embedded server of a demonstration.
pub struct DemoServer {
    config_dir: PathBuf,
    address: SocketAddr,
    running: Mutex<Option<Running>>,
}

/// A server on its first start.
pub(crate) struct First(Running);

impl First {
    pub(crate) fn url(&self) -> String {
        self.0.url()
    }

    pub(crate) async fn stop(self) -> Result<(), OfficeError> {
        self.0.shutdown().await;
        Ok(())
    }
}

fn failed<E: std::fmt::Display>(error: E) -> OfficeError {
    OfficeError::Server(error.to_string())
}

/// The fixed id of a made-up member of staff, by place in the list.
pub(crate) fn staff_id(key: &str) -> StaffId {
    let place = demo::STAFF
        .iter()
        .position(|s| s.key == key)
        .unwrap_or(demo::STAFF.len());
    StaffId(Uuid::from_u128(
        0xde00_0000_0000_4000_8000_0000_0000_1000 + place as u128,
    ))
}

/// The server password of a made-up member of staff. Public, like everything of a demonstration.
pub(crate) fn password(login: &str) -> String {
    format!("demo-server-password-{login}")
}

/// Starts a new server with the demonstration's body, departments and staff.
pub(crate) async fn first_start(dir: &Path) -> Result<First, OfficeError> {
    let running = server::start(Config::new(dir, SocketAddr::from((Ipv4Addr::LOCALHOST, 0))))
        .await
        .map_err(failed)?;
    let admin = running.admin();
    admin
        .create_tenant(TENANT, &demo::profile_json())
        .await
        .map_err(failed)?;
    for unit in demo::UNITS {
        let row = UnitRow {
            id: unit.code.into(),
            name: label(unit.name),
        };
        admin.add_unit(TENANT, &row).await.map_err(failed)?;
    }
    for person in demo::STAFF {
        let new = NewStaff {
            id: staff_id(person.key),
            login: person.key.into(),
            password: password(person.key),
            name: person.name[0].into(),
            position: label(person.position),
            roles: person.roles.to_vec(),
            unit: person.unit.into(),
            phone: person.phone.into(),
        };
        admin.add_staff(TENANT, new).await.map_err(failed)?;
    }
    Ok(First(running))
}

fn label([ky, ru, en]: [&str; 3]) -> domain::profile::Label {
    domain::profile::Label {
        ky: ky.into(),
        ru: ru.into(),
        en: en.into(),
    }
}

/// A code that lets a device in for all departments and all staff.
pub(crate) async fn enrolment_code(first: &First) -> Result<String, OfficeError> {
    let wanted = Enrolment {
        units: demo::UNITS.iter().map(|u| UnitId::from(u.code)).collect(),
        staff: demo::STAFF.iter().map(|s| staff_id(s.key)).collect(),
        device: None,
        valid_for: TimeDelta::hours(1),
    };
    first
        .0
        .admin()
        .issue_enrolment_code(TENANT, wanted)
        .await
        .map_err(failed)
}

impl DemoServer {
    /// Starts the server of a demonstration at its address.
    ///
    /// # Errors
    /// When the address is taken or the data folder cannot be used.
    pub async fn start(dir: &Path, demo: &Demo) -> Result<Self, OfficeError> {
        let address: SocketAddr = demo
            .server
            .url
            .trim_start_matches("http://")
            .parse()
            .map_err(failed)?;
        let server = Self {
            config_dir: dir.join(&demo.server.dir),
            address,
            running: Mutex::new(None),
        };
        server.switch(true).await?;
        Ok(server)
    }

    /// Address of the server.
    pub async fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Whether it runs.
    pub async fn runs(&self) -> bool {
        self.running.lock().await.is_some()
    }

    /// Starts or stops it; nothing happens when it is so already.
    ///
    /// # Errors
    /// When the address is taken or the data folder cannot be used.
    pub async fn switch(&self, run: bool) -> Result<(), OfficeError> {
        let mut running = self.running.lock().await;
        match (run, running.take()) {
            (true, None) => {
                let config = Config::new(&self.config_dir, self.address);
                *running = Some(server::start(config).await.map_err(failed)?);
            }
            (false, Some(open)) => open.shutdown().await,
            (_, as_it_is) => *running = as_it_is,
        }
        Ok(())
    }
}
