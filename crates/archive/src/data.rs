//! The case as data, for programs of later years.

use domain::ClosedCase;
use serde::Serialize;
use serde_json::Value;

use crate::case_file::{
    Answer, AuditSlice, CaseApplicant, CaseFile, CaseText, Certificate, Event, Field, Group,
    Resolution,
};

/// Name of the file inside the PDF.
pub(crate) const NAME: &str = "case.json";
/// Version of the shape.
const SHAPE: u32 = 1;

/// The case as JSON: what stands on the paper, and the inquiry as the register keeps it.
pub(crate) fn json(closed: &ClosedCase, file: &CaseFile) -> Result<Vec<u8>, serde_json::Error> {
    let names = crate::page::names(file);
    let attachments = file.attachments.iter().zip(&names);
    let data = Data {
        shape: SHAPE,
        number: &file.number,
        body: &file.body,
        as_of: file.as_of.to_rfc3339(),
        made_by: &file.made_by,
        card: &file.card,
        applicants: &file.applicants,
        text: &file.text,
        deadline: &file.deadline,
        resolutions: &file.resolutions,
        answer: file.answer.as_ref(),
        dispatch: &file.dispatch,
        timeline: &file.timeline,
        certificates: &file.certificates,
        attachments: attachments
            .map(|(a, name)| DataAttachment {
                file: name,
                name: &a.name,
                media_type: &a.media_type,
                size: a.size,
                sha256: &a.sha256,
                role: &a.role,
            })
            .collect(),
        audit: &file.audit,
        inquiry: inquiry(closed)?,
    };
    let mut bytes = serde_json::to_vec_pretty(&data)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The inquiry without what changes when the archiving is recorded, and without what only a device needs.
fn inquiry(closed: &ClosedCase) -> Result<Value, serde_json::Error> {
    let mut value = serde_json::to_value(closed.inquiry())?;
    if let Some(fields) = value.as_object_mut() {
        for own in ["state", "undo", "versions"] {
            fields.remove(own);
        }
        if let Some(history) = fields.get_mut("history").and_then(Value::as_array_mut) {
            history.retain(|event| event.get("state").and_then(Value::as_str) != Some("archived"));
        }
    }
    Ok(value)
}

#[derive(Serialize)]
struct Data<'f> {
    shape: u32,
    number: &'f str,
    body: &'f [String],
    as_of: String,
    made_by: &'f str,
    card: &'f [Group],
    applicants: &'f [CaseApplicant],
    text: &'f CaseText,
    deadline: &'f [String],
    resolutions: &'f [Resolution],
    answer: Option<&'f Answer>,
    dispatch: &'f [Field],
    timeline: &'f [Event],
    certificates: &'f [Certificate],
    attachments: Vec<DataAttachment<'f>>,
    audit: &'f AuditSlice,
    inquiry: Value,
}

#[derive(Serialize)]
struct DataAttachment<'f> {
    /// Name inside the PDF.
    file: &'f str,
    name: &'f str,
    media_type: &'f str,
    size: u64,
    sha256: &'f str,
    role: &'f str,
}
