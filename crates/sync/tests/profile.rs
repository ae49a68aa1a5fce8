//! A changed legal profile reaches a computer: a real replica, the real server, one run.

use crate::restricted::Computer;
use crate::support::{House, new_id, register};
use domain::Role;
use domain::ids::{StaffId, UnitId};
use domain::profile::{KG_DISTRICT, Label};
use serde_json::{Value, json};
use server::NewStaff;
use uuid::Uuid;

/// A day off more inside the term of cases that are registered on 2 March 2026.
fn with_a_day_off() -> String {
    let mut file: Value = serde_json::from_str(KG_DISTRICT).unwrap();
    let holidays = file["calendar"]["holidays"].as_array_mut().unwrap();
    let mut bridge = holidays[0].clone();
    (bridge["from"], bridge["to"]) = (json!("2026-03-13"), Value::Null);
    holidays.push(bridge);
    file["version"] = "2026.13".into();
    file.to_string()
}

async fn officer(house: &House) -> StaffId {
    let id = StaffId(Uuid::from_u128(0x2000));
    let new = NewStaff {
        id,
        login: "demo.administrator".into(),
        password: "демо-сырсөз-2026".into(),
        name: "Демо администратор".into(),
        position: Label::default(),
        roles: vec![Role::Administrator],
        unit: UnitId::from("general"),
        phone: String::new(),
    };
    house.admin().add_staff(house.tenant, new).await.unwrap();
    id
}

#[tokio::test]
async fn the_run_after_a_change_brings_the_profile_and_the_days_that_it_moved() {
    let house = House::new().await;
    let by = officer(&house).await;
    let desk = Computer::new(&house, house.clerk, Role::Clerk).await;
    let case = new_id();
    desk.act(case, register("general")).await;
    desk.sync(&house).await;
    let row = desk.replica.get(case).await.unwrap().unwrap();
    let was = row.due.unwrap().on;
    // A greeting with nothing new does not name the profile.
    assert_eq!(desk.replica.standing().await.unwrap().profile, None);

    let file = with_a_day_off();
    let admin = house.admin();
    admin
        .apply_profile(house.tenant, &file, by, "a bridge day")
        .await
        .unwrap();
    desk.sync(&house).await;
    assert_eq!(
        desk.replica.identity().await.unwrap().unwrap().profile_json,
        file
    );
    assert_eq!(desk.replica.standing().await.unwrap().profile, None);
    let row = desk.replica.get(case).await.unwrap().unwrap();
    assert!(row.due.unwrap().on > was);
}
