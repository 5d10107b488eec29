#include "services/gateway/adapters/access_backend.hpp"

#include "core/reasons.hpp"
#include "core/role_name.hpp"

namespace suite::gateway {
namespace {

namespace v1 = access::v1;

SchoolQuestion QuestionOf(const std::string& school_id, const rpc::CallOptions& options) {
    return {.actor = options.actor, .school = SchoolId::ParseOrNone(school_id), .deadline = options.deadline};
}

void Write(const KnownAddress& address, v1::KnownAddress& out) {
    out.set_id(address.id.ToString());
    out.set_address(address.range.ToString());
    out.set_note(address.note);
    out.set_added_at(FormatInstant(address.added_at));
    out.set_added_by_role(std::string(RoleName(address.added_by_role)));
    if (address.added_by) out.set_added_by_person_id(address.added_by.ToString());
}

std::unexpected<Error> WrongAddress(const char* message) {
    return Fail({.code = Code::kInvalidArgument,
                 .reason = std::string(reason::kInvalidRequest),
                 .message = "a parameter is wrong",
                 .fields = {{"address", message}}});
}

}  // namespace

template <class Request, class Response>
void AccessBackend::Serve(std::string_view method,
                          Status (AccessBackend::*handle)(const Request&, Response&, const rpc::CallOptions&) const) {
    handlers_.emplace(method, [this, handle](const google::protobuf::Message& request,
                                             google::protobuf::Message& response, const rpc::CallOptions& options) {
        return (this->*handle)(static_cast<const Request&>(request), static_cast<Response&>(response), options);
    });
}

AccessBackend::AccessBackend(const KnownAddresses& addresses, const Start& start)
    : addresses_(addresses), start_(start) {
    Serve("/suite.access.v1.AccessService/ListKnownAddresses", &AccessBackend::List);
    Serve("/suite.access.v1.AccessService/AddKnownAddress", &AccessBackend::Add);
    Serve("/suite.access.v1.AccessService/RemoveKnownAddress", &AccessBackend::Remove);
    Serve("/suite.access.v1.AccessService/GetCallerAddress", &AccessBackend::Caller);
    Serve("/suite.access.v1.AccessService/CheckAtSchool", &AccessBackend::AtSchool);
    Serve("/suite.access.v1.AccessService/ListStartUrls", &AccessBackend::ListStarts);
}

Status AccessBackend::Answer(const std::string& method, const google::protobuf::Message& request,
                             google::protobuf::Message& response, const rpc::CallOptions& options) const {
    const auto handler = handlers_.find(method);
    if (handler == handlers_.end()) return Fail(Code::kUnimplemented, reason::kUnimplemented, "no such method");
    return handler->second(request, response, options);
}

Status AccessBackend::List(const v1::ListKnownAddressesRequest& request, v1::ListKnownAddressesResponse& response,
                           const rpc::CallOptions& options) const {
    SUITE_ASSIGN(const auto known, addresses_.List(QuestionOf(request.school_id(), options)));
    for (const auto& address : known) Write(address, *response.add_items());
    response.set_most(static_cast<std::int32_t>(kMostKnownAddresses));
    return {};
}

Status AccessBackend::Add(const v1::AddKnownAddressRequest& request, v1::KnownAddress& response,
                          const rpc::CallOptions& options) const {
    SUITE_ASSIGN(const auto added, addresses_.Add(QuestionOf(request.school_id(), options), request.address(),
                                                  request.note(), options.request_id));
    Write(added, response);
    return {};
}

Status AccessBackend::Remove(const v1::RemoveKnownAddressRequest& request, v1::KnownAddress& response,
                             const rpc::CallOptions& options) const {
    SUITE_ASSIGN(const auto removed,
                 addresses_.Remove(QuestionOf(request.school_id(), options),
                                   KnownAddressId::ParseOrNone(request.address_id()), options.request_id));
    Write(removed, response);
    return {};
}

Status AccessBackend::Caller(const v1::GetCallerAddressRequest& request, v1::CallerAddress& response,
                             const rpc::CallOptions& options) const {
    const auto address = IpAddress::Parse(request.client_address()).value_or(IpAddress());
    SUITE_ASSIGN(const auto known, addresses_.List(QuestionOf(request.school_id(), options)));
    response.set_address(address.ToString());
    response.set_at_school(IsAtSchool(address, known));
    auto to_add = RangeToAdd(address);
    const auto range = ReadKnownRange(to_add);
    const auto fits = range ? FitsBeside(*range, known) : std::unexpected(range.error());
    if (fits) {
        response.set_to_add(std::move(to_add));
    } else {
        response.mutable_problem()->set_code(fits.error().reason);
    }
    return {};
}

Status AccessBackend::AtSchool(const v1::CheckAtSchoolRequest& request, v1::AtSchool& response,
                               const rpc::CallOptions& options) const {
    // Where a machine is itself is not what it asks.
    if (request.address().empty() && options.actor.role == Role::kMachine)
        return WrongAddress("is needed: the pupil's address");
    const auto address = IpAddress::Parse(request.address().empty() ? request.client_address() : request.address());
    if (!address) return WrongAddress("is no IP address");
    SUITE_ASSIGN(const auto there, addresses_.AtSchool(QuestionOf(request.school_id(), options), *address));
    response.set_school_id(request.school_id());
    response.set_at_school(there);
    return {};
}

Status AccessBackend::ListStarts(const v1::ListStartUrlsRequest& request, v1::ListStartUrlsResponse& response,
                                 const rpc::CallOptions& options) const {
    if (request.own_origin().empty())
        return Fail({.code = Code::kInvalidArgument,
                     .reason = std::string(reason::kInvalidRequest),
                     .message = "a header is wrong",
                     .fields = {{"Host", "is not a name of ours"}}});
    SUITE_ASSIGN(const auto items,
                 start_.List(QuestionOf(request.school_id(), options), request.method_id(), request.product_id()));
    for (const auto& item : items) {
        auto& out = *response.add_items();
        out.set_route(std::string(item.kind.letter));
        out.set_visitor(item.kind.who == StartWho::kStaff ? v1::VISITOR_STAFF : v1::VISITOR_PUPIL);
        out.set_url(request.own_origin() + item.path);
        out.set_title(std::string(item.kind.title));
        out.set_title_en(std::string(item.kind.title_en));
        out.set_purpose(std::string(item.kind.purpose));
        out.set_purpose_en(std::string(item.kind.purpose_en));
        out.set_at_school_only(OnlyAtSchool({.route = item.kind.route, .who = item.kind.who}));
    }
    return {};
}

}  // namespace suite::gateway
