#include "services/licence/app/change_many_links.hpp"

#include <algorithm>

#include "core/reasons.hpp"
#include "services/licence/domain/access.hpp"

namespace suite::licence {
namespace {

std::vector<FieldViolation> Faults(const ManyLinks& wanted) {
    std::vector<FieldViolation> wrong;
    const auto count = wanted.link.size() + wanted.unlink.size();
    if (count == 0) wrong.push_back({"/link", "must have an item, or unlink must"});
    if (count > kMostLinkChanges) wrong.push_back({"/link", "must have at most 500 items together with unlink"});
    const auto check = [&](const std::vector<LinkTarget>& targets, const std::string& list) {
        for (std::size_t i = 0; i < targets.size(); ++i) {
            if (static_cast<bool>(targets[i].group) == static_cast<bool>(targets[i].pupil))
                wrong.push_back({list + std::to_string(i), "must have either groupId or personId"});
        }
    };
    check(wanted.link, "/link/");
    check(wanted.unlink, "/unlink/");
    const std::set<LinkTarget> unlinked(wanted.unlink.begin(), wanted.unlink.end());
    for (std::size_t i = 0; i < wanted.link.size() && wrong.empty(); ++i) {
        if (unlinked.contains(wanted.link[i])) wrong.push_back({"/link/" + std::to_string(i), "is in unlink too"});
    }
    return wrong;
}

/// Refused is what the item is at fault for; a database that fails is no item's fault.
bool IsRefusal(const Error& error) { return error.code == Code::kNotFound || error.code == Code::kFailedPrecondition; }

/// Asks who has the titles that these changes are about.
class Titles {
  public:
    Titles(LicenceTx& tx, SchoolId school, Date day) : tx_(tx), school_(school), day_(day) {}

    Status Collect(LinkChanges& changes, const std::vector<LinkItem>& items) {
        for (const auto& item : items) {
            const auto licence = changes.Find(item.target.licence);
            if (licence) titles_.insert(licence->title);
            if (!licence && !IsRefusal(licence.error())) return std::unexpected(licence.error());
        }
        return {};
    }
    Result<PupilsByTitle> Ask() {
        PupilsByTitle pupils;
        for (const auto& title : titles_) {
            SUITE_ASSIGN(pupils[title], tx_.Links().PupilsWith(school_, title, day_));
        }
        return pupils;
    }

  private:
    LicenceTx& tx_;
    SchoolId school_;
    Date day_;
    std::set<std::string> titles_{};
};

Status Carry(LinkChanges& changes, LinkItem& item) {
    const auto outcome = item.link ? changes.Link(item.target) : changes.Unlink(item.target);
    if (outcome) {
        item.outcome = *outcome;
        return {};
    }
    if (!IsRefusal(outcome.error())) return std::unexpected(outcome.error());
    item.refused = outcome.error();
    return {};
}

std::vector<LinkItem> ItemsOf(const ManyLinks& wanted) {
    std::vector<LinkItem> items;
    for (const auto& target : wanted.unlink) items.push_back({.link = false, .target = target});
    for (const auto& target : wanted.link) items.push_back({.link = true, .target = target});
    return items;
}

}  // namespace

Result<LinkReport> ChangeManyLinks::operator()(const Actor& actor, SchoolId school, const ManyLinks& wanted,
                                               bool dry_run, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayLink(actor, school));
    if (auto wrong = Faults(wanted); !wrong.empty()) {
        return Fail({.code = Code::kInvalidArgument,
                     .reason = std::string(reason::kInvalidRequest),
                     .message = "fields are wrong",
                     .fields = std::move(wrong)});
    }
    LinkReport report;
    bool rolled_back = false;
    const auto written = store_.Write(school, deadline, [&](LicenceTx& tx) -> Status {
        report = {.items = ItemsOf(wanted)};
        rolled_back = false;
        SUITE_RETURN_IF_ERROR(tx.Lock(school));
        const Instant now = clock_.Now();
        LinkChanges changes(tx, school, {.actor = actor, .now = now});
        Titles titles(tx, school, DutchDay(now));
        SUITE_RETURN_IF_ERROR(titles.Collect(changes, report.items));
        SUITE_ASSIGN(const auto before, titles.Ask());
        for (auto& item : report.items) SUITE_RETURN_IF_ERROR(Carry(changes, item));
        SUITE_ASSIGN(const auto after, titles.Ask());
        SUITE_RETURN_IF_ERROR(changes.Finish());
        if (std::ranges::any_of(report.items, [](const LinkItem& item) { return item.refused.has_value(); })) {
            report.status = ManyLinksStatus::kRefused;
        } else {
            report.status = dry_run ? ManyLinksStatus::kTried : ManyLinksStatus::kApplied;
            report.effects = Effects(before, after);
        }
        if (report.status == ManyLinksStatus::kApplied) return {};
        // Not an error of anybody's: what makes the store roll back.
        rolled_back = true;
        return Fail(Code::kCancelled, reason::kConflict, "rolled back on purpose");
    });
    if (!written && !rolled_back) return std::unexpected(written.error());
    return report;
}

}  // namespace suite::licence
