//! Every problem has its sentence in the three languages.

use domain::Lang;
use protocol::ApiError;
use sync::SyncError;
use text::Texts;

#[test]
fn every_problem_and_step_has_its_sentence() {
    for lang in Lang::ALL {
        let texts = Texts::new(lang);
        for code in SyncError::CODES {
            for key in [
                format!("sync-problem-{code}"),
                format!("error-sync-problem-{code}"),
            ] {
                assert!(texts.has(&key), "{lang:?} {key}");
            }
            let sentence = texts.get(&format!("error-sync-problem-{code}"));
            assert!(sentence.chars().count() > 40, "{lang:?} {code}: {sentence}");
        }
        for step in ["push", "repair", "pull", "files"] {
            assert!(
                texts.has(&format!("progress-sync-{step}")),
                "{lang:?} {step}"
            );
        }
        assert!(texts.has("error-refused-out-of-scope"));
    }
}

#[test]
fn a_problem_crosses_to_the_window_by_its_code() {
    let api = ApiError::from(&SyncError::StillDiffers {
        unit: "roads".into(),
    });
    assert_eq!(
        (api.code.as_str(), api.params["unit"].as_str()),
        ("sync-problem-still-differs", "roads")
    );
    assert!(SyncError::CODES.contains(&SyncError::Stall.code()));
}
