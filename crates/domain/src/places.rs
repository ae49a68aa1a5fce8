//! Places of a template that nobody filled: an answer with one of them is not ready to be signed.

/// Places left open in a text: `[...]` to be written and `{...}` without a value.
#[must_use]
pub fn places(body: &str) -> Vec<String> {
    let mut places = Vec::new();
    let mut open: Option<(char, String)> = None;
    for c in body.chars() {
        match (&mut open, c) {
            (None, '[') => open = Some((']', String::from("["))),
            (None, '{') => open = Some(('}', String::from("{"))),
            (Some((end, text)), c) => {
                text.push(c);
                if c == *end {
                    places.push(std::mem::take(text));
                    open = None;
                } else if c == '\n' {
                    open = None;
                }
            }
            _ => {}
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::places;

    #[test]
    fn open_places_of_a_template_are_found() {
        let check = |body: &str, expect: &[&str]| assert_eq!(places(body), expect, "{body}");
        check(
            "Урматтуу {applicant}! [иштерди жазыңыз].",
            &["{applicant}", "[иштерди жазыңыз]"],
        );
        check("п. 1) и 2] без скобок", &[]);
        check("открытая [скобка\nи дальше]", &[]);
        check("", &[]);
    }
}
