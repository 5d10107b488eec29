// Of which schools a unit of work is.
#pragma once

#include <optional>

#include "core/id.hpp"

namespace suite {

/// The schools whose rows a unit of work may see and change: one, all, or none. It has no default, so that whoever
/// opens a unit of work says it. PostgreSQL holds the work to it (sql/schools_apart.hpp); SQLite takes its word.
class SchoolScope {
  public:
    constexpr SchoolScope(SchoolId only) : only_(only) {}  // NOLINT(google-explicit-constructor): a school is its own
    /// For what crosses schools by its nature: followers, queues, nightly work, orders by their line, the helpdesk's
    /// lists. Not for a request about one school.
    [[nodiscard]] static constexpr SchoolScope All() { return SchoolScope(); }
    /// Nothing of any school; not of the id "none" either, which the publisher's own records carry.
    [[nodiscard]] static constexpr SchoolScope None() { return SchoolScope(SchoolId{-1}); }

    /// nullopt: all.
    [[nodiscard]] constexpr std::optional<SchoolId> Only() const { return only_; }

  private:
    constexpr SchoolScope() = default;
    std::optional<SchoolId> only_{};
};

}  // namespace suite
