// The window's rights, from the list of commands. Shared by the build script, which refuses a stale file, and by
// `cargo xtask capabilities`, which writes it; so it uses the standard library alone.

/// Where the list of commands lies, below the workspace's root: one name a line, `#` begins a comment.
pub const COMMANDS: &str = "crates/protocol/commands.txt";

/// Where the rights lie that are made from it.
pub const CAPABILITY: &str = "src-tauri/capabilities/main.json";

/// The names in the list.
///
/// # Errors
/// A name that is no Rust identifier in lower case, and one that stands there twice, by line.
pub fn commands(list: &str) -> Result<Vec<&str>, String> {
    let mut names = Vec::new();
    for (index, line) in list.lines().enumerate() {
        let name = line.split('#').next().unwrap_or_default().trim();
        if name.is_empty() {
            continue;
        }
        let starts_well = name.starts_with(|c: char| c.is_ascii_lowercase());
        let reads_well = name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !starts_well || !reads_well {
            return Err(format!(
                "{COMMANDS}:{}: `{name}` is no command's name",
                index + 1
            ));
        }
        if names.contains(&name) {
            return Err(format!(
                "{COMMANDS}:{}: `{name}` stands there twice",
                index + 1
            ));
        }
        names.push(name);
    }
    Ok(names)
}

/// The capability of the main window: to hear events, and to call exactly these commands.
pub fn capability(commands: &[&str]) -> String {
    let mut rights = vec![
        "core:event:allow-listen".to_owned(),
        "core:event:allow-unlisten".to_owned(),
    ];
    rights.extend(
        commands
            .iter()
            .map(|name| format!("allow-{}", name.replace('_', "-"))),
    );
    let rights: Vec<String> = rights
        .iter()
        .map(|right| format!("    \"{right}\""))
        .collect();
    format!(
        "{{\n  \"identifier\": \"main\",\n  \"description\": \"Written by `cargo xtask capabilities` from {COMMANDS}\",\n  \
         \"local\": true,\n  \"windows\": [\"main\"],\n  \"permissions\": [\n{}\n  ]\n}}\n",
        rights.join(",\n")
    )
}
