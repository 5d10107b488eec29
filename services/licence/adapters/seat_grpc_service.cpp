#include "services/licence/adapters/seat_grpc_service.hpp"

#include "core/paging.hpp"
#include "core/pair_cursor.hpp"
#include "core/role_name.hpp"
#include "services/licence/adapters/sql_parts.hpp"

namespace suite::licence {
namespace {

std::int32_t Int(std::int64_t number) { return static_cast<std::int32_t>(number); }

void Write(const SeatCounts& counts, v1::SeatCounts& out) {
    out.set_seats(Int(counts.seats));
    out.set_used(Int(counts.used));
    out.set_free(Int(counts.Free()));
    out.set_over(Int(counts.Over()));
    out.set_waiting(Int(counts.waiting));
}

/// Into a Seat or a WaitingPupil.
template <class Message>
void Write(const PupilInGroup& pupil, Instant since, Message& out) {
    out.set_person_id(pupil.id.ToString());
    out.set_name(roster::ShownName(pupil.name));
    out.set_active(pupil.active);
    out.set_since(FormatInstant(since));
    if (!pupil.group) return;
    out.set_group_id(pupil.group->ToString());
    out.set_group_name(pupil.group_name);
}

v1::CorrectionState ToWire(CorrectionState state) {
    switch (state) {
        case CorrectionState::kOpen:
            return v1::CORRECTION_STATE_OPEN;
        case CorrectionState::kGranted:
            return v1::CORRECTION_STATE_GRANTED;
        case CorrectionState::kRefused:
            return v1::CORRECTION_STATE_REFUSED;
        case CorrectionState::kLapsed:
            return v1::CORRECTION_STATE_LAPSED;
    }
    return v1::CORRECTION_STATE_UNSPECIFIED;
}

std::optional<CorrectionState> ReadState(v1::CorrectionState state) {
    for (const auto known :
         {CorrectionState::kOpen, CorrectionState::kGranted, CorrectionState::kRefused, CorrectionState::kLapsed}) {
        if (ToWire(known) == state) return known;
    }
    return std::nullopt;
}

void Write(const CorrectionView& view, v1::SeatCorrection& out) {
    const auto& correction = view.correction;
    out.set_id(correction.id.ToString());
    out.set_school_id(view.school.ToString());
    out.set_licence_id(correction.licence.ToString());
    out.set_licence_title(view.licence_title);
    out.set_person_id(correction.person.ToString());
    if (view.pupil) out.set_person_name(roster::ShownName(view.pupil->name));
    if (correction.replacement) out.set_replacement_person_id(correction.replacement->ToString());
    if (view.replacement) out.set_replacement_name(roster::ShownName(view.replacement->name));
    if (!correction.reason.empty()) out.set_reason(correction.reason);
    out.set_state(ToWire(correction.state));
    out.set_asked_at(FormatInstant(correction.asked_at));
    if (correction.asked_by) out.set_asked_by_person(correction.asked_by.ToString());
    if (correction.given_to) out.set_given_to_person(correction.given_to->ToString());
    if (!correction.decision) return;
    out.set_decided_at(FormatInstant(correction.decision->at));
    if (correction.decision->role != Role::kNone)
        out.set_decided_by_role(std::string(RoleName(correction.decision->role)));
    if (!correction.decision->reason.empty()) out.set_decision_reason(correction.decision->reason);
}

/// "moment id", of the last item of a page.
Result<std::optional<CorrectionPlace>> ReadPlace(const std::string& cursor) {
    SUITE_ASSIGN(const auto place, DecodePairCursor(cursor));
    if (!place) return std::optional<CorrectionPlace>{};
    return std::optional(CorrectionPlace{.at = AtMillis(place->first), .id = place->second});
}

void WritePage(std::vector<CorrectionView>& views, std::int64_t limit, v1::ListCorrectionsResponse& out) {
    if (std::ssize(views) > limit) {
        views.resize(static_cast<std::size_t>(limit));
        const auto& last = views.back().correction;
        out.set_next_cursor(EncodePairCursor(Millis(last.asked_at), last.id.value));
    }
    for (const auto& view : views) Write(view, *out.add_items());
}

}  // namespace

grpc::Status SeatGrpcService::ListSeats(grpc::ServerContext* context, const v1::ListSeatsRequest* request,
                                        v1::ListSeatsResponse* response) {
    return guard_.Run(context, "ListSeats", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto limit, PageSize(request->limit()));
        SUITE_ASSIGN(const auto after, DecodeNumberCursor(request->cursor()));
        SUITE_ASSIGN(const auto page,
                     seats_.List(call.actor, SchoolId::ParseOrNone(request->school_id()),
                                 LicenceId::ParseOrNone(request->licence_id()), PersonId{after}, limit, call.deadline));
        Write(page.counts, *response->mutable_counts());
        for (const auto& holder : page.items) Write(holder.pupil, holder.since, *response->add_items());
        if (page.next) response->set_next_cursor(EncodeCursor(std::to_string(page.next->value)));
        return {};
    });
}

grpc::Status SeatGrpcService::AssignSeat(grpc::ServerContext* context, const v1::AssignSeatRequest* request,
                                         v1::AssignedSeat* response) {
    return guard_.Run(context, "AssignSeat", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto answer, seats_.Assign(call.actor, SchoolId::ParseOrNone(request->school_id()),
                                                      LicenceId::ParseOrNone(request->licence_id()),
                                                      PersonId::ParseOrNone(request->person_id()), call.deadline));
        Write(answer.holder.pupil, answer.holder.since, *response->mutable_seat());
        Write(answer.counts, *response->mutable_counts());
        return {};
    });
}

grpc::Status SeatGrpcService::TakeSeatBack(grpc::ServerContext* context, const v1::TakeSeatBackRequest* request,
                                           v1::SeatCounts* response) {
    return guard_.Run(context, "TakeSeatBack", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto counts,
                     seats_.TakeBack(call.actor, SchoolId::ParseOrNone(request->school_id()),
                                     LicenceId::ParseOrNone(request->licence_id()),
                                     PersonId::ParseOrNone(request->person_id()), request->reason(), call.deadline));
        Write(counts, *response);
        return {};
    });
}

grpc::Status SeatGrpcService::ListWaiting(grpc::ServerContext* context, const v1::ListWaitingRequest* request,
                                          v1::ListWaitingResponse* response) {
    return guard_.Run(context, "ListWaiting", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto limit, PageSize(request->limit()));
        SUITE_ASSIGN(const auto after, DecodeNumberCursor(request->cursor()));
        SUITE_ASSIGN(const auto page,
                     seats_.Waiting(call.actor, SchoolId::ParseOrNone(request->school_id()),
                                    LicenceId::ParseOrNone(request->licence_id()), after, limit, call.deadline));
        Write(page.counts, *response->mutable_counts());
        auto position = page.first_position;
        for (const auto& waiting : page.items) {
            auto& item = *response->add_items();
            Write(waiting.pupil, waiting.since, item);
            item.set_position(Int(position++));
        }
        if (page.next) response->set_next_cursor(EncodeCursor(std::to_string(*page.next)));
        return {};
    });
}

grpc::Status SeatGrpcService::JoinWaitingList(grpc::ServerContext* context, const v1::WaitingListRequest* request,
                                              v1::WaitingPlace* response) {
    return guard_.Run(context, "JoinWaitingList", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto answer, seats_.Queue(call.actor, SchoolId::ParseOrNone(request->school_id()),
                                                     LicenceId::ParseOrNone(request->licence_id()),
                                                     PersonId::ParseOrNone(request->person_id()), call.deadline));
        if (answer.position) response->set_position(Int(*answer.position));
        if (answer.waiting_since) response->set_waiting_since(FormatInstant(*answer.waiting_since));
        if (answer.seat_since) response->set_seat_since(FormatInstant(*answer.seat_since));
        Write(answer.counts, *response->mutable_counts());
        return {};
    });
}

grpc::Status SeatGrpcService::LeaveWaitingList(grpc::ServerContext* context, const v1::WaitingListRequest* request,
                                               v1::SeatCounts* response) {
    return guard_.Run(context, "LeaveWaitingList", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto counts, seats_.Unqueue(call.actor, SchoolId::ParseOrNone(request->school_id()),
                                                       LicenceId::ParseOrNone(request->licence_id()),
                                                       PersonId::ParseOrNone(request->person_id()), call.deadline));
        Write(counts, *response);
        return {};
    });
}

grpc::Status SeatGrpcService::AskCorrection(grpc::ServerContext* context, const v1::AskCorrectionRequest* request,
                                            v1::SeatCorrection* response) {
    return guard_.Run(context, "AskCorrection", [&](const rpc::Call& call) -> Status {
        CorrectSeats::Wish wish{.reason = request->reason()};
        // A text that is none of our ids names nobody, who is not fit either.
        if (request->has_replacement_person_id())
            wish.replacement = PersonId::ParseOrNone(request->replacement_person_id());
        SUITE_ASSIGN(const auto view,
                     corrections_.Ask(call.actor, SchoolId::ParseOrNone(request->school_id()),
                                      LicenceId::ParseOrNone(request->licence_id()),
                                      PersonId::ParseOrNone(request->person_id()), wish, call.deadline));
        Write(view, *response);
        return {};
    });
}

grpc::Status SeatGrpcService::ListSchoolCorrections(grpc::ServerContext* context,
                                                    const v1::ListSchoolCorrectionsRequest* request,
                                                    v1::ListCorrectionsResponse* response) {
    return guard_.Run(context, "ListSchoolCorrections", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto limit, PageSize(request->limit()));
        SUITE_ASSIGN(const auto before, ReadPlace(request->cursor()));
        SUITE_ASSIGN(auto views, corrections_.List(call.actor, SchoolId::ParseOrNone(request->school_id()),
                                                   ReadState(request->state()), before, limit + 1, call.deadline));
        WritePage(views, limit, *response);
        return {};
    });
}

grpc::Status SeatGrpcService::ListCorrections(grpc::ServerContext* context, const v1::ListCorrectionsRequest* request,
                                              v1::ListCorrectionsResponse* response) {
    return guard_.Run(context, "ListCorrections", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto limit, PageSize(request->limit()));
        SUITE_ASSIGN(const auto before, ReadPlace(request->cursor()));
        SUITE_ASSIGN(auto views, corrections_.List(call.actor, std::nullopt, ReadState(request->state()), before,
                                                   limit + 1, call.deadline));
        WritePage(views, limit, *response);
        return {};
    });
}

grpc::Status SeatGrpcService::GrantCorrection(grpc::ServerContext* context, const v1::DecideCorrectionRequest* request,
                                              v1::SeatCorrection* response) {
    return guard_.Run(context, "GrantCorrection", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto view, corrections_.Grant(call.actor, SchoolId::ParseOrNone(request->school_id()),
                                                         CorrectionId::ParseOrNone(request->correction_id()),
                                                         request->reason(), call.deadline));
        Write(view, *response);
        return {};
    });
}

grpc::Status SeatGrpcService::RefuseCorrection(grpc::ServerContext* context, const v1::DecideCorrectionRequest* request,
                                               v1::SeatCorrection* response) {
    return guard_.Run(context, "RefuseCorrection", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto view, corrections_.Refuse(call.actor, SchoolId::ParseOrNone(request->school_id()),
                                                          CorrectionId::ParseOrNone(request->correction_id()),
                                                          request->reason(), call.deadline));
        Write(view, *response);
        return {};
    });
}

}  // namespace suite::licence
