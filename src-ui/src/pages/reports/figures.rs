//! The figures of a report; each opens the inquiries behind it.

use crate::components::Note;
use crate::i18n::{Words, words};
use crate::state::{Desk, desk};
use leptos::prelude::*;
use protocol::window::list::FigureOf;
use protocol::window::papers::{FigureView, ReportView, SectionView};
use text::format;

/// Totals, warnings and the tables.
#[component]
pub fn Figures(report: ReportView, #[prop(into)] period: String) -> impl IntoView {
    let (desk, words) = (desk(), words());
    let (total, before, queued) = (report.total, report.total_before, report.queued);
    let chip = desk.chip;
    view! {
        <section class="reports-figures stack" aria-label=words.say("reports-figures") data-test="reports-figures">
            <p class="reports-total">
                <strong class="figures" data-test="reports-total">{move || words.with("reports-total", &[("n", total.into())])}</strong>
                <span class="muted figures">
                    {move || words.with("reports-total-before", &[("n", words.number(before).into())])}
                    " · "
                    {move || change(words, total, before)}
                </span>
            </p>
            {(total == 0).then(|| view! { <Note><p>{words.say("reports-nothing")}</p></Note> })}
            {(queued > 0).then(|| view! {
                <div data-test="reports-queued"><Note kind="soon"><p>{move || words.with("reports-queued", &[("n", queued.into())])}</p></Note></div>
            })}
            {move || (!chip.with(|c| c.online)).then(|| view! {
                <div data-test="reports-offline"><Note><p>{move || match chip.with(|c| c.last) {
                    Some(at) => words.with("reports-offline", &[("when", words.moment(at).into())]),
                    None => words.get("reports-offline-never"),
                }}</p></Note></div>
            })}
            {(0..).zip(report.sections).map(|(place, section)| {
                let report = report.paper.token.clone();
                view! { <Section desk section report place period=period.clone()/> }
            }).collect_view()}
        </section>
    }
}

#[component]
fn Section(
    desk: Desk,
    section: SectionView,
    report: String,
    place: u32,
    period: String,
) -> impl IntoView {
    let words = words();
    let title = section.title.clone();
    view! {
        <table class="plain reports-table" data-test="reports-section">
            <caption>{section.title}</caption>
            <thead>
                <tr>
                    <th scope="col"><span class="unseen">{words.say("reports-col-what")}</span></th>
                    <th scope="col" class="num">{words.say("reports-col-count")}</th>
                    <th scope="col" class="num">{words.say("reports-col-before")}</th>
                    <th scope="col" class="num">{words.say("reports-col-change")}</th>
                    <th scope="col" class="num">{words.say("reports-col-share")}</th>
                </tr>
            </thead>
            <tbody>
                {(0..)
                    .zip(section.rows)
                    .map(|(row, figure)| {
                        let of = FigureOf { report: report.clone(), section: place, row };
                        view! { <Row desk figure of section=title.clone() period=period.clone()/> }
                    })
                    .collect_view()}
            </tbody>
        </table>
    }
}

#[component]
fn Row(
    desk: Desk,
    figure: FigureView,
    of: FigureOf,
    section: String,
    period: String,
) -> impl IntoView {
    let words = words();
    let FigureView {
        label,
        count,
        before,
        share,
    } = figure;
    let shown = label.clone();
    let title = format!("{section}: {label}");
    // The figure stands first, as it is seen.
    let named = {
        let title = title.clone();
        move || {
            let what = words.with(
                "reports-open-figure",
                &[("label", title.clone().into()), ("n", count.into())],
            );
            format!("{}. {what}", words.number(count))
        }
    };
    let open = move || {
        let list = words.with(
            "reports-list-title",
            &[
                ("label", title.clone().into()),
                ("period", period.clone().into()),
            ],
        );
        desk.show_only(list, of.clone());
    };
    view! {
        <tr>
            <th scope="row">{shown}</th>
            <td class="num figures">
                {if count == 0 {
                    view! { <span>{move || words.number(count)}</span> }.into_any()
                } else {
                    view! {
                        <button type="button" class="link figures" aria-label=named data-test="reports-figure" on:click=move |_| open()>
                            {move || words.number(count)}
                        </button>
                    }
                    .into_any()
                }}
            </td>
            <td class="num figures">{move || words.number(before)}</td>
            <td class="num figures">{move || change(words, count, before)}</td>
            <td class="num figures">{move || format::percent(words.lang(), i64::from(share))}</td>
        </tr>
    }
}

/// `+12 (+8,3 %)`; without a year before there is no share to give.
fn change(words: Words, now: u32, before: u32) -> String {
    let by = i64::from(now) - i64::from(before);
    let sign = if by > 0 { "+" } else { "" };
    let figure = format!("{sign}{}", words.number(by));
    match per_mille(now, before) {
        Some(share) => format!("{figure} ({sign}{})", format::percent(words.lang(), share)),
        None => figure,
    }
}

/// The change in per mille of the year before, rounded half away from zero.
fn per_mille(now: u32, before: u32) -> Option<i64> {
    if before == 0 {
        return None;
    }
    let (by, before) = (i64::from(now) - i64::from(before), i64::from(before));
    let half = if by < 0 { -before / 2 } else { before / 2 };
    Some((by * 1_000 + half) / before)
}

#[cfg(test)]
mod tests {
    use super::per_mille;

    #[test]
    fn a_change_is_a_share_of_the_year_before() {
        assert_eq!(per_mille(108, 100), Some(80));
        assert_eq!(per_mille(95, 100), Some(-50));
        assert_eq!(per_mille(1, 3), Some(-667));
        assert_eq!(per_mille(5, 0), None);
        assert_eq!(per_mille(0, 4), Some(-1_000));
    }
}
