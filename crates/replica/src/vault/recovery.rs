//! The printed recovery code.

use super::VaultError;

/// Letters and digits that are not mistaken for each other on paper.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// 160 bits in eight groups of four.
pub(super) fn new_recovery_code() -> Result<String, VaultError> {
    let bytes: [u8; 32] = crate::random::bytes()?;
    let groups: Vec<String> = bytes
        .chunks(4)
        .map(|four| {
            four.iter()
                .map(|b| char::from(ALPHABET[usize::from(b % 32)]))
                .collect()
        })
        .collect();
    Ok(groups.join("-"))
}

pub(super) fn normal_code(code: &str) -> String {
    code.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect()
}
