#include "services/licence/domain/history.hpp"

#include <algorithm>
#include <map>

#include "core/reasons.hpp"

namespace suite::licence {

std::vector<HistoryEntry> HoldersAfter(std::span<const HistoryEntry> entries) {
    std::map<std::pair<Subject, std::int64_t>, const HistoryEntry*> holders;
    for (const auto& entry : entries) {
        if (entry.subject == Subject::kWaiting || entry.subject == Subject::kLicence) continue;
        const std::pair key{entry.subject, entry.subject_id};
        if (entry.action == LinkAction::kLink) holders.try_emplace(key, &entry);
        if (entry.action == LinkAction::kUnlink) holders.erase(key);
    }
    std::vector<HistoryEntry> standing;
    for (const auto& [key, entry] : holders) standing.push_back(*entry);
    std::ranges::sort(standing, {}, &HistoryEntry::number);
    return standing;
}

Status MayUndo(const HistoryEntry& entry, std::int64_t latest) {
    switch (entry.subject) {
        case Subject::kGroup:
        case Subject::kPupil:
            break;
        case Subject::kSeat:
            return Fail(Code::kFailedPrecondition, reason::kUndoSeat,
                        "a licence per child is not the school's to undo");
        case Subject::kWaiting:
        case Subject::kLicence:
            return Fail(Code::kFailedPrecondition, reason::kUndoOther,
                        "only links of groups and pupils are undone here");
    }
    if (latest != entry.number) {
        return Fail({.code = Code::kFailedPrecondition,
                     .reason = std::string(reason::kUndoOutdated),
                     .message = "something about this licence and group or pupil came later",
                     .metadata = {{"latest", std::to_string(latest)}}});
    }
    return {};
}

}  // namespace suite::licence
