// Looks at Basispoort whether what was said is so (LIC-09): it drops whom it does not know without a word.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "core/time.hpp"
#include "services/licence/app/basispoort_steps.hpp"

namespace suite::licence {

struct ReadBackOptions {
    std::chrono::seconds interval{60};  // between two readings of one list
    int compare_hour = 5;               // Dutch hour from which the day's full compare is made; -1: never by itself
};

/// What was found, in numbers.
struct ReadReport {
    std::int64_t lists = 0;
    std::int64_t compared = 0;  // of those, in full
    std::int64_t visible = 0;
    std::int64_t dropped = 0;
    std::int64_t lost = 0;       // had been visible, was taken out by somebody else, is added again
    std::int64_t strangers = 0;  // in the list and not ours: taken out
    std::int64_t held = 0;       // so many of them that a person has to look first
};

/// A list is read for the whole country at once, at most once an interval, by one instance at a time. Thread-safe.
class ReadBack {
  public:
    ReadBack(LicenceStore& store, HostedLika& lika, const Clock& clock, ReadBackOptions options)
        : store_(store), lika_(lika), clock_(clock), options_(options) {}

    /// Lists in which somebody was sent and not seen yet, whose turn it is; after that those whose daily compare it is.
    [[nodiscard]] Result<ReadReport> operator()() const;

    /// For the outbox: puts both lists of a product whole, and compares them. Errors as of PushUsers.
    [[nodiscard]] Status Repair(const std::string& product_id, Deadline deadline) const;

  private:
    using OnSchool = std::function<Status(SchoolId, const std::vector<ListedUser>&)>;
    [[nodiscard]] Status EachSchool(const UserList& list, OfState state, const OnSchool& work) const;
    [[nodiscard]] Result<bool> Claim(const UserList& list) const;
    /// nullopt: Basispoort does not have it any more.
    [[nodiscard]] Result<std::optional<ReadList>> Fetch(const UserList& list, Deadline deadline) const;
    [[nodiscard]] Status Read(const UserList& list, ReadReport& report) const;
    [[nodiscard]] Status Compare(const UserList& list, ReadReport& report) const;
    [[nodiscard]] Status AddDroppedAgain(const UserList& list) const;
    [[nodiscard]] Status JudgeSchool(SchoolId school, const UserList& list, const ReadList& read,
                                     const std::vector<ListedUser>& rows, ReadReport& report) const;
    [[nodiscard]] Status RemoveStrangers(const UserList& list, const ReadList& read, std::vector<UserKey> ours,
                                         ReadReport& report) const;
    [[nodiscard]] Status NoteRead(const UserList& list, std::optional<Date> compared) const;
    [[nodiscard]] Status PutWhole(const UserList& list, Deadline deadline) const;

    LicenceStore& store_;
    HostedLika& lika_;
    const Clock& clock_;
    const ReadBackOptions options_;
};

}  // namespace suite::licence
