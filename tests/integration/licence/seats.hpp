// A school of many children and a licence per child.
#pragma once

#include <suite/licence/v1/seat_service.pb.h>

#include <vector>

#include "support.hpp"

namespace suite::licence {

inline constexpr std::int64_t kFirstPupil = 1001;
inline const Actor kHelpdesk{.role = Role::kHelpdesk};
[[nodiscard]] inline PersonId Pupil(std::int64_t n) { return PersonId{kFirstPupil + n}; }

/// Pupils 0..count-1, named so that a higher number comes earlier in the alphabet, all in group 5.
[[nodiscard]] inline roster::SchoolChanges SchoolOf(std::int64_t count, std::int64_t version) {
    auto whole = WholeSchool(kSchool, version);
    whole.pupils.clear();
    for (std::int64_t n = 0; n < count; ++n) {
        auto pupil = PupilIn(Pupil(n), kGroup5);
        pupil.name = {.given = "Kind", .prefix = "van", .family = "N" + std::to_string(999 - n)};
        whole.pupils.push_back(std::move(pupil));
    }
    return whole;
}

class SeatService : public Service {
  public:
    SeatService(sql::Dialect dialect, std::int64_t pupils, int seats, const std::function<void(Config&)>& settings = {})
        : Service(dialect, settings) {
        Take(SchoolOf(pupils, 2));
        licence = PutSeats(seats);
    }

    /// The order line with so many seats; the licence's id.
    std::string PutSeats(int seats, const std::function<void(v1::PutOrderRequest&)>& change = {}) const {
        auto order = Order("seats-1", "sprint");
        order.set_kind(v1::LICENCE_KIND_PUPIL);
        order.set_seats(seats);
        if (change) change(order);
        const auto answer = Put(order);
        REQUIRE(answer);
        return answer->licence_id();
    }

    template <class Response, class Request>
    Result<Response> Seat(const char* method, Request request, const Actor& actor = kCoordinator) const {
        request.set_school_id(kSchool.ToString());
        return Call<Response>(method, request, actor, "SeatService");
    }
    /// A request that names the licence and a person.
    template <class Request>
    [[nodiscard]] Request For(PersonId person) const {
        Request request;
        request.set_licence_id(licence);
        request.set_person_id(person.ToString());
        return request;
    }
    Result<v1::AssignedSeat> Assign(PersonId person, const Actor& actor = kCoordinator) const {
        return Seat<v1::AssignedSeat>("AssignSeat", For<v1::AssignSeatRequest>(person), actor);
    }
    Result<v1::SeatCounts> TakeBack(PersonId person, const Actor& actor, const std::string& reason = {}) const {
        auto request = For<v1::TakeSeatBackRequest>(person);
        request.set_reason(reason);
        return Seat<v1::SeatCounts>("TakeSeatBack", request, actor);
    }
    Result<v1::WaitingPlace> Queue(PersonId person) const {
        return Seat<v1::WaitingPlace>("JoinWaitingList", For<v1::WaitingListRequest>(person));
    }
    Result<v1::SeatCounts> Unqueue(PersonId person) const {
        return Seat<v1::SeatCounts>("LeaveWaitingList", For<v1::WaitingListRequest>(person));
    }
    v1::ListSeatsResponse Seats(int limit = 0, const std::string& cursor = {}) const {
        v1::ListSeatsRequest request;
        request.set_licence_id(licence);
        request.set_limit(limit);
        request.set_cursor(cursor);
        const auto answer = Seat<v1::ListSeatsResponse>("ListSeats", request);
        REQUIRE(answer);
        return *answer;
    }
    v1::ListWaitingResponse Waiting(int limit = 0, const std::string& cursor = {}) const {
        v1::ListWaitingRequest request;
        request.set_licence_id(licence);
        request.set_limit(limit);
        request.set_cursor(cursor);
        const auto answer = Seat<v1::ListWaitingResponse>("ListWaiting", request);
        REQUIRE(answer);
        return *answer;
    }
    /// Persons on the list, in order.
    std::vector<std::string> Queued() const {
        std::vector<std::string> order;
        const auto list = Waiting();
        for (const auto& item : list.items()) order.push_back(item.person_id());
        return order;
    }
    Result<v1::SeatCorrection> Ask(PersonId person, const std::string& reason = {},
                                   std::optional<PersonId> replacement = {}, const Actor& actor = kCoordinator) const {
        auto request = For<v1::AskCorrectionRequest>(person);
        if (!reason.empty()) request.set_reason(reason);
        if (replacement) request.set_replacement_person_id(replacement->ToString());
        return Seat<v1::SeatCorrection>("AskCorrection", request, actor);
    }
    Result<v1::SeatCorrection> Decide(const char* method, const std::string& id, const std::string& reason,
                                      const Actor& actor = kHelpdesk) const {
        v1::DecideCorrectionRequest request;
        request.set_correction_id(id);
        request.set_reason(reason);
        return Seat<v1::SeatCorrection>(method, request, actor);
    }
    /// History entries that satisfy an SQL condition.
    std::int64_t History(const std::string& condition) const {
        return Count("SELECT count(*) FROM licence_history WHERE " + condition);
    }

    std::string licence;
};

[[nodiscard]] inline std::vector<std::string> Ids(std::initializer_list<std::int64_t> pupils) {
    std::vector<std::string> ids;
    for (const auto n : pupils) ids.push_back(Pupil(n).ToString());
    return ids;
}

}  // namespace suite::licence
