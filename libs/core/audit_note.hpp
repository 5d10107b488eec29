// What a use case tells the audit log (ACC-06); libs/audit writes it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/actor.hpp"
#include "core/error.hpp"
#include "core/id.hpp"
#include "core/time.hpp"

namespace suite {

/// A count or an id beside the object: {"pupils", "28"}. Never a name, a code, a key or anybody's free text: entries
/// stay when the person they are about is forgotten.
struct AuditFact {
    std::string name;
    std::string value;
};

/// One thing that somebody did or saw.
struct AuditNote {
    SchoolId school{};  // none: the publisher's own
    Instant at{};
    Actor actor{};
    std::string_view operation;  // of core/operations.hpp
    std::string_view object{};   // what kind of thing: "licence", "group", "person"; empty: the school as a whole
    std::string object_id{};     // an id of ours, or of the publisher's catalogue
    std::vector<AuditFact> facts{};
    std::string request_id{};  // X-Request-Id of the request
};

/// Where a use case leaves its notes, in the transaction of what they tell of; libs/audit has the log behind it.
class AuditTrail {
  public:
    virtual ~AuditTrail() = default;
    /// `request_id` is filled in where it is empty. After the transaction's other locks. INTERNAL for a note that may
    /// not be written, which ends the transaction.
    [[nodiscard]] virtual Status Note(AuditNote note) = 0;
};

}  // namespace suite
