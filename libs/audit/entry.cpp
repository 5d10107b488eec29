#include "audit/entry.hpp"

#include <algorithm>

#include "core/operations.hpp"
#include "core/reasons.hpp"
#include "core/role_name.hpp"
#include "core/text.hpp"
#include "crypto/crypto.hpp"

namespace suite::audit {
namespace {

constexpr std::string_view kFormat = "sleutelbos-audit-1\n";
constexpr std::size_t kLongestText = 200;  // bytes, of one text
constexpr std::size_t kMostFacts = 16;
constexpr std::string_view kHashFact = "hash";

void Append(std::string& out, std::string_view field) {
    out.append(std::to_string(field.size())).append(":").append(field).append(",");
}
void Append(std::string& out, std::int64_t number) { Append(out, std::to_string(number)); }

bool OneLine(std::string_view text) {
    return text.size() <= kLongestText && IsCleanUtf8(text) && text.find_first_of("\r\n") == std::string_view::npos;
}

std::string Lines(const std::vector<AuditFact>& facts) {
    std::string lines;
    for (const auto& fact : facts) {
        if (!lines.empty()) lines += '\n';
        lines.append(fact.name).append("=").append(fact.value);
    }
    return lines;
}

}  // namespace

std::string Encode(const Entry& entry) {
    std::string out(kFormat);
    Append(out, entry.previous_hash);
    Append(out, entry.school.value);
    Append(out, entry.number);
    Append(out, entry.at.time_since_epoch().count());
    Append(out, entry.role);
    Append(out, entry.person.value);
    Append(out, entry.client_id);
    Append(out, entry.operation);
    Append(out, entry.object);
    Append(out, entry.object_id);
    Append(out, entry.facts);
    Append(out, entry.request_id);
    return out;
}

std::string HashOf(const Entry& entry) { return crypto::Sha256Hex(Encode(entry)); }

Status Check(const AuditNote& note) {
    const auto wrong = [](const char* what) {
        return Fail(Code::kInternal, reason::kInternal, std::string("an audit note is wrong: ") + what);
    };
    if (!operation::IsKnown(note.operation)) return wrong("operation");
    if (!OneLine(note.object) || !OneLine(note.object_id)) return wrong("object");
    if (!OneLine(note.actor.client_id) || !OneLine(note.request_id)) return wrong("actor");
    if (note.facts.size() > kMostFacts) return wrong("facts");
    for (const auto& fact : note.facts) {
        const bool named = !fact.name.empty() && fact.name.find('=') == std::string::npos;
        if (!named || !OneLine(fact.name) || !OneLine(fact.value)) return wrong("facts");
    }
    return {};
}

Entry Follow(const Head& head, const AuditNote& note) {
    Entry entry{.school = note.school,
                .number = head.number + 1,
                .at = std::max(note.at, head.at),
                .role = std::string(RoleName(note.actor.role)),
                .person = note.actor.person,
                .client_id = note.actor.client_id,
                .operation = std::string(note.operation),
                .object = std::string(note.object),
                .object_id = note.object_id,
                .facts = Lines(note.facts),
                .request_id = note.request_id,
                .previous_hash = head.hash,
                .hash = {}};
    entry.hash = HashOf(entry);
    return entry;
}

Head HeadAfter(const Entry& entry) { return {.number = entry.number, .at = entry.at, .hash = entry.hash}; }

std::optional<Fault> FaultOf(const Head& head, const Entry& entry) {
    if (entry.number != head.number + 1) return Fault::kNumber;
    if (entry.previous_hash != head.hash) return Fault::kPrevious;
    if (entry.hash != HashOf(entry)) return Fault::kHash;
    return std::nullopt;
}

std::vector<AuditFact> FactsOf(const Entry& entry) {
    std::vector<AuditFact> facts;
    for (const auto line : Split(entry.facts, '\n')) {
        const auto equals = line.find('=');
        if (equals == std::string_view::npos) continue;
        facts.push_back({.name = std::string(line.substr(0, equals)), .value = std::string(line.substr(equals + 1))});
    }
    return facts;
}

AuditNote DroppedUpTo(const Head& last, SchoolId school, Instant at) {
    return {.school = school,
            .at = at,
            .actor = {.role = Role::kNone, .school = {}, .person = {}, .client_id = "sleutelctl", .las = {}},
            .operation = operation::kAuditEntriesDropped,
            .object = "entry",
            .object_id = std::to_string(last.number),
            .facts = {{std::string(kHashFact), last.hash}}};
}

std::optional<Head> DroppedBy(const Entry& entry) {
    if (entry.operation != operation::kAuditEntriesDropped) return std::nullopt;
    Head last{.number = ParseInteger(entry.object_id).value_or(0)};
    for (const auto& fact : FactsOf(entry)) {
        if (fact.name == kHashFact) last.hash = fact.value;
    }
    return last;
}

void ChainCheck::Add(const Entry& entry) {
    if (first_ == 0) {
        first_ = entry.number;
        if (first_ > 1) before_first_ = {.number = first_ - 1, .hash = entry.previous_hash};
        head_ = before_first_;
    }
    if (const auto fault = FaultOf(head_, entry); fault && !misfit_)
        misfit_ = Misfit{.number = entry.number, .fault = *fault};
    head_ = HeadAfter(entry);
    if (auto dropped = DroppedBy(entry)) dropped_ = std::move(dropped);
}

std::optional<ChainCheck::Misfit> ChainCheck::Found() const {
    if (misfit_) return misfit_;
    const auto dropped = dropped_.value_or(Head{});
    if (dropped.number == before_first_.number && dropped.hash == before_first_.hash) return std::nullopt;
    return Misfit{.number = first_, .fault = Fault::kDropped};
}

}  // namespace suite::audit
