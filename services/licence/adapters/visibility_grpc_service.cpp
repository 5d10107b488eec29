#include "services/licence/adapters/visibility_grpc_service.hpp"

#include "core/reasons.hpp"

namespace suite::licence {
namespace {

v1::IconSetup ToWire(IconSetup setup) {
    switch (setup) {
        case IconSetup::kOn:
            return v1::ICON_SETUP_ON;
        case IconSetup::kOff:
            return v1::ICON_SETUP_OFF;
        case IconSetup::kNotInCatalogue:
            return v1::ICON_SETUP_NOT_IN_CATALOGUE;
        case IconSetup::kWaiting:
            return v1::ICON_SETUP_WAITING;
        case IconSetup::kRefused:
            return v1::ICON_SETUP_REFUSED;
    }
    return v1::ICON_SETUP_UNSPECIFIED;
}

v1::IconState ToWire(IconState state) {
    switch (state) {
        case IconState::kNoAccess:
            return v1::ICON_STATE_NO_ACCESS;
        case IconState::kWaiting:
            return v1::ICON_STATE_WAITING;
        case IconState::kVisible:
            return v1::ICON_STATE_VISIBLE;
        case IconState::kDropped:
            return v1::ICON_STATE_DROPPED;
    }
    return v1::ICON_STATE_UNSPECIFIED;
}

v1::IconProblem ToWire(IconProblem problem) {
    switch (problem) {
        case IconProblem::kUnknownThere:
            return v1::ICON_PROBLEM_UNKNOWN_AT_BASISPOORT;
        case IconProblem::kNoKey:
            return v1::ICON_PROBLEM_NO_KEY;
    }
    return v1::ICON_PROBLEM_UNSPECIFIED;
}

v1::IconLinkKind ToWire(Subject subject) {
    switch (subject) {
        case Subject::kGroup:
            return v1::ICON_LINK_KIND_GROUP;
        case Subject::kPupil:
            return v1::ICON_LINK_KIND_PUPIL;
        case Subject::kSeat:
            return v1::ICON_LINK_KIND_SEAT;
        case Subject::kWaiting:
        case Subject::kLicence:
            break;
    }
    return v1::ICON_LINK_KIND_UNSPECIFIED;
}

template <class Wire, class Meant>
void WriteText(Wire& out, Meant meant) {
    const auto text = TextOf(meant);
    out.set_message(std::string(text.nl));
    out.set_message_en(std::string(text.en));
}

void Write(const VisibleLink& link, v1::VisibleLink& out) {
    const auto& icons = link.icons;
    out.set_kind(ToWire(link.subject));
    out.set_id(EncodeId(link.id));
    out.set_name(link.name);
    out.set_state(ToWire(icons.state));
    if (icons.visible_since) out.set_visible_since(FormatInstant(*icons.visible_since));
    out.set_persons(static_cast<std::int32_t>(icons.persons));
    out.set_visible(static_cast<std::int32_t>(icons.visible));
    out.set_waiting(static_cast<std::int32_t>(icons.waiting));
    out.set_dropped(static_cast<std::int32_t>(icons.dropped));
    out.set_leaving(static_cast<std::int32_t>(icons.leaving));
}

void Write(const Visibility& visibility, v1::Visibility& out) {
    out.set_product_id(visibility.product_id);
    out.set_setup(ToWire(visibility.setup));
    WriteText(out, visibility.setup);
    if (visibility.checked_at) out.set_checked_at(FormatInstant(*visibility.checked_at));
    for (const auto& link : visibility.links) Write(link, *out.add_links());
    for (const auto& missing : visibility.missing) {
        auto& to = *out.add_missing();
        to.set_person_id(missing.person.ToString());
        to.set_name(missing.name);
        to.set_problem(ToWire(missing.problem));
        WriteText(to, missing.problem);
    }
}

}  // namespace

grpc::Status VisibilityGrpcService::GetVisibility(grpc::ServerContext* context, const v1::GetVisibilityRequest* request,
                                                  v1::Visibility* response) {
    return guard_.Run(context, "GetVisibility", [&](const rpc::Call& call) -> Status {
        SUITE_ASSIGN(const auto visibility, see_(call.actor, SchoolId::ParseOrNone(request->school_id()),
                                                 LicenceId::ParseOrNone(request->licence_id()), call.deadline));
        response->set_licence_id(request->licence_id());
        Write(visibility, *response);
        return {};
    });
}

grpc::Status VisibilityGrpcService::RepairUsers(grpc::ServerContext* context, const v1::RepairUsersRequest* request,
                                                v1::RepairUsersResponse* response) {
    return guard_.Run(context, "RepairUsers", [&](const rpc::Call& call) -> Status {
        if (request->product_id().empty()) {
            return Fail({.code = Code::kInvalidArgument,
                         .reason = std::string(reason::kInvalidRequest),
                         .message = "a field is missing",
                         .fields = {{"/productId", "is missing"}}});
        }
        SUITE_RETURN_IF_ERROR(see_.Repair(call.actor, request->product_id(), call.deadline));
        told_();
        response->set_product_id(request->product_id());
        return {};
    });
}

}  // namespace suite::licence
