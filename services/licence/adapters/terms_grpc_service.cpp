#include "services/licence/adapters/terms_grpc_service.hpp"

#include "core/reasons.hpp"

namespace suite::licence {
namespace {

std::int32_t Count(std::int64_t number) { return static_cast<std::int32_t>(number); }

/// What all four answers say of a licence.
template <class Message>
void WriteLicence(const LicenceOverview& overview, Message& out) {
    out.set_licence_id(overview.licence.id.ToString());
    out.set_contract_number(overview.licence.contract_number);
    out.set_title(overview.licence.title);
    out.set_group_count(Count(std::ssize(overview.groups)));
    out.set_pupil_count(Count(overview.pupil_count));
}

void Write(const LicenceOverview& overview, Date today, v1::LicenceTerm& out) {
    const Licence& licence = overview.licence;
    WriteLicence(overview, out);
    out.set_renews(licence.renews && !licence.ends_on);
    out.set_end_date(LastDay(licence, today).ToString());
    if (licence.terminated_at) out.set_terminated_at(FormatInstant(*licence.terminated_at));
    if (licence.ends_on) out.set_resumable_until(TerminationDeadline(*licence.ends_on).ToString());
}

void Write(const Forecast& forecast, std::int64_t waiting, v1::SeatForecast& out) {
    out.set_used(Count(forecast.used));
    for (const auto& pupil : forecast.leavers) {
        auto& leaver = *out.add_leavers();
        leaver.set_person_id(pupil.id.ToString());
        leaver.set_name(pupil.name);
    }
    out.set_waiting(Count(waiting));
    out.set_seats(Count(forecast.seats));
    out.set_needed(Count(forecast.needed));
    out.set_shortage(Count(forecast.Shortage()));
    out.set_surplus(Count(forecast.Surplus()));
}

}  // namespace

grpc::Status TermsGrpcService::TerminateLicence(grpc::ServerContext* context,
                                                const v1::TerminateLicenceRequest* request, v1::LicenceTerm* response) {
    return guard_.Run(context, "TerminateLicence", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto overview, manage_.Terminate(call.actor, SchoolId::ParseOrNone(request->school_id()),
                                                            LicenceId::ParseOrNone(request->licence_id()),
                                                            request->reason(), call.deadline));
        Write(overview, manage_.Today(), *response);
        return {};
    });
}

grpc::Status TermsGrpcService::ResumeLicence(grpc::ServerContext* context, const v1::ResumeLicenceRequest* request,
                                             v1::LicenceTerm* response) {
    return guard_.Run(context, "ResumeLicence", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto overview,
                     manage_.Resume(call.actor, SchoolId::ParseOrNone(request->school_id()),
                                    LicenceId::ParseOrNone(request->licence_id()), request->reason(), call.deadline));
        Write(overview, manage_.Today(), *response);
        return {};
    });
}

grpc::Status TermsGrpcService::TerminateOrder(grpc::ServerContext* context, const v1::TerminateOrderRequest* request,
                                              v1::LicenceTerm* response) {
    return guard_.Run(context, "TerminateOrder", [&](const rpc::Call& call) -> Status {
        std::optional<Date> received_on;
        if (request->has_received_on()) {
            received_on = Date::Parse(request->received_on());
            if (!received_on) {
                return Fail({.code = Code::kInvalidArgument,
                             .reason = std::string(reason::kInvalidRequest),
                             .message = "fields are wrong",
                             .fields = {{"/receivedOn", "must be a date YYYY-MM-DD"}}});
            }
        }
        SUITE_ASSIGN(const auto overview, manage_.TerminateOrder(call.actor, request->order_line_id(), received_on,
                                                                 request->reason(), call.deadline));
        Write(overview, manage_.Today(), *response);
        return {};
    });
}

grpc::Status TermsGrpcService::ResumeOrder(grpc::ServerContext* context, const v1::ResumeOrderRequest* request,
                                           v1::LicenceTerm* response) {
    return guard_.Run(context, "ResumeOrder", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto overview,
                     manage_.ResumeOrder(call.actor, request->order_line_id(), request->reason(), call.deadline));
        Write(overview, manage_.Today(), *response);
        return {};
    });
}

grpc::Status TermsGrpcService::ListLicenceReminders(grpc::ServerContext* context,
                                                    const v1::ListLicenceRemindersRequest* request,
                                                    v1::LicenceReminders* response) {
    return guard_.Run(context, "ListLicenceReminders", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto reminders,
                     manage_.Reminders(call.actor, SchoolId::ParseOrNone(request->school_id()), call.deadline));
        for (const auto& [overview, reminder] : reminders) {
            auto& item = *response->add_items();
            WriteLicence(overview, item);
            item.set_kind(reminder.kind == ReminderKind::kRenews ? v1::LICENCE_REMINDER_KIND_RENEWS
                                                                 : v1::LICENCE_REMINDER_KIND_ENDS);
            item.set_on(reminder.on.ToString());
            item.set_deadline(reminder.deadline.ToString());
            item.set_days_left(reminder.days_left);
        }
        return {};
    });
}

grpc::Status TermsGrpcService::GetLicenceForecast(grpc::ServerContext* context,
                                                  const v1::GetLicenceForecastRequest* request,
                                                  v1::LicenceForecast* response) {
    return guard_.Run(context, "GetLicenceForecast", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto next,
                     manage_.NextYear(call.actor, SchoolId::ParseOrNone(request->school_id()), call.deadline));
        response->set_school_year(next.year.ToString());
        for (const auto& [overview, forecast] : next.items) {
            auto& item = *response->add_items();
            WriteLicence(overview, item);
            const bool per_pupil = overview.licence.kind == LicenceKind::kPupil;
            item.set_kind(per_pupil ? v1::LICENCE_KIND_PUPIL : v1::LICENCE_KIND_GROUP);
            item.set_goes_on(forecast.goes_on);
            item.set_end_date(forecast.end.ToString());
            if (per_pupil) Write(forecast, overview.waiting, *item.mutable_seats());
        }
        return {};
    });
}

}  // namespace suite::licence
