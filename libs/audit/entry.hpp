// One entry of a school's audit log, and how entries hang together: pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/audit_note.hpp"
#include "core/error.hpp"

namespace suite::audit {

/// As stored. All texts are clean UTF-8.
struct Entry {
    SchoolId school{};        // none: the publisher's own chain
    std::int64_t number = 0;  // 1, 2, 3, ... within the school
    Instant at{};             // never before the entry before it
    std::string role;         // coordinator, teacher, helpdesk, machine
    PersonId person{};        // none: a caller without a registration
    std::string client_id;    // machine
    std::string operation;
    std::string object;
    std::string object_id;
    std::string facts;  // a line "name=value" each
    std::string request_id;
    std::string previous_hash;  // of entry number - 1; empty for the first
    std::string hash;           // HashOf
};

/// The newest entry of a chain, or none yet.
struct Head {
    std::int64_t number = 0;
    Instant at{};
    std::string hash{};
};

/// What is hashed: a mark of this format, then every field but `hash` as decimal length, ':', bytes and ',' in a fixed
/// order, numbers in decimal. No two different entries have the same encoding.
[[nodiscard]] std::string Encode(const Entry& entry);
/// SHA-256 of Encode in lower-case hexadecimal.
[[nodiscard]] std::string HashOf(const Entry& entry);

/// INTERNAL for a note that may not be written: an operation that nobody knows, texts that are too long, not clean or
/// of several lines. A mistake of ours; nothing that a caller sends gets this far unchecked.
[[nodiscard]] Status Check(const AuditNote& note);
/// The entry that follows `head`. Pre: Check. A clock that went back does not take the chain back with it.
[[nodiscard]] Entry Follow(const Head& head, const AuditNote& note);
[[nodiscard]] Head HeadAfter(const Entry& entry);

enum class Fault {
    kNumber,    // an entry is missing, or is there twice
    kPrevious,  // names another predecessor than the one before it
    kHash,      // was changed after it was written
    kDropped,   // is the first there is, and the log does not say that those before it were dropped
};
/// Whether `entry` may follow `head`: nullopt, or what is wrong with it.
[[nodiscard]] std::optional<Fault> FaultOf(const Head& head, const Entry& entry);

[[nodiscard]] std::vector<AuditFact> FactsOf(const Entry& entry);

/// What kAuditEntriesDropped says: that `last` and all before it went, their term being over.
[[nodiscard]] AuditNote DroppedUpTo(const Head& last, SchoolId school, Instant at);
/// Number and hash of that last entry. nullopt for an entry of any other operation.
[[nodiscard]] std::optional<Head> DroppedBy(const Entry& entry);

/// Checks one chain, entry by entry from the first there is. Where entries were dropped, the newest note of that must
/// name exactly the one before the first.
class ChainCheck {
  public:
    struct Misfit {
        std::int64_t number = 0;  // of the entry that does not fit
        Fault fault = Fault::kNumber;
    };
    void Add(const Entry& entry);
    /// The first thing that is wrong. Asked when all entries were added.
    [[nodiscard]] std::optional<Misfit> Found() const;

  private:
    Head head_{};
    Head before_first_{};
    std::int64_t first_ = 0;
    std::optional<Head> dropped_{};
    std::optional<Misfit> misfit_{};
};

}  // namespace suite::audit
