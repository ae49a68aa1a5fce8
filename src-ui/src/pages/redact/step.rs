//! Where a redaction stands.

use domain::ids::AttachmentId;
use protocol::window::redact::{BurnedView, VerificationView};

/// Where a redaction stands. Marking is not applying, and applying is not verifying.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Marks are set; the file is as it was.
    Marking,
    /// The copy is being burned.
    Applying,
    /// The copy is there; nobody has looked through it.
    Applied(BurnedView),
    /// The second reader looks through it.
    Verifying(BurnedView),
    /// It did not pass.
    Failed(BurnedView, VerificationView),
    /// It passed.
    Verified(BurnedView, VerificationView),
    /// It is in the case.
    Released(VerificationView, Option<AttachmentId>),
}

impl Step {
    /// Which of the three steps is lit: exactly one.
    pub fn lit(&self) -> usize {
        match self {
            Step::Marking => 1,
            Step::Applying | Step::Applied(_) | Step::Verifying(_) | Step::Failed(..) => 2,
            Step::Verified(..) | Step::Released(..) => 3,
        }
    }

    /// The sentence of the stage.
    pub fn sentence(&self) -> &'static str {
        match self {
            Step::Marking => "redact-stage-mark",
            Step::Applying => "redact-applying-start",
            Step::Applied(_) => "redact-stage-applied",
            Step::Verifying(_) => "redact-stage-verifying",
            Step::Failed(..) => "redact-stage-failed",
            Step::Verified(..) => "redact-stage-verified",
            Step::Released(..) => "redact-stage-released",
        }
    }

    /// The copy that is not in the case yet.
    pub fn burned(&self) -> Option<&BurnedView> {
        match self {
            Step::Applied(b) | Step::Verifying(b) | Step::Failed(b, _) | Step::Verified(b, _) => {
                Some(b)
            }
            Step::Marking | Step::Applying | Step::Released(..) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_one_of_three_steps_is_lit_and_only_a_passed_copy_lights_the_third() {
        let burned = BurnedView {
            job: "j".into(),
            pages: 1,
            size: 1,
        };
        let found = |passed| VerificationView {
            passed,
            checks: Vec::new(),
        };
        let check = |step: Step, lit: usize| assert_eq!(step.lit(), lit, "{step:?}");
        check(Step::Marking, 1);
        check(Step::Applying, 2);
        check(Step::Applied(burned.clone()), 2);
        check(Step::Verifying(burned.clone()), 2);
        check(Step::Failed(burned.clone(), found(false)), 2);
        check(Step::Verified(burned, found(true)), 3);
        check(Step::Released(found(true), None), 3);
    }
}
