#include "services/gateway/gateway.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <suite/access/v1/access_service.pb.h>
#include <suite/audit/v1/audit_service.pb.h>
#include <suite/licence/v1/catalogue_service.pb.h>
#include <suite/licence/v1/entitlement_service.pb.h>
#include <suite/licence/v1/licence_service.pb.h>
#include <suite/licence/v1/link_service.pb.h>
#include <suite/licence/v1/proposal_service.pb.h>
#include <suite/licence/v1/seat_service.pb.h>
#include <suite/licence/v1/terms_service.pb.h>
#include <suite/licence/v1/visibility_service.pb.h>
#include <suite/pincode/v1/pincode_service.pb.h>
#include <suite/results/v1/result_service.pb.h>
#include <suite/roster/v1/roster_care.pb.h>
#include <suite/roster/v1/roster_service.pb.h>

#include <algorithm>
#include <set>

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "crypto/crypto.hpp"
#include "log/log.hpp"
#include "proto_json/proto_json.hpp"
#include "services/gateway/browser.hpp"
#include "services/gateway/conditional.hpp"
#include "services/gateway/domain/headers.hpp"
#include "services/gateway/problem_pages.hpp"
#include "services/gateway/request_header.hpp"
#include "services/gateway/supplied.hpp"
#include "services/gateway/view_notes.hpp"

namespace suite::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;

constexpr std::string_view kContentField = "content";
constexpr std::string_view kEncodingField = "content_encoding";
/// Asked by nginx before it takes a large body from anybody (deploy/nginx/sleutelbos.conf).
constexpr std::string_view kKnownPath = "/auth/known";
constexpr std::chrono::seconds kRecordTime{2};  // to write down that an answer was shown

/// The caller's own id when it is harmless in a log, else a fresh one.
std::string TraceId(const http::Request& request) {
    const auto given = HeaderOf(request, "x-request-id");
    return IsHarmlessId(given) ? std::string(given) : Base64UrlEncode(crypto::RandomBytes(12));
}

bool HasField(const Descriptor& type, std::string_view json_name) {
    for (int i = 0; i < type.field_count(); ++i) {
        if (type.field(i)->json_name() == json_name) return true;
    }
    return false;
}

std::unexpected<Error> Mistake(const Route& route, std::string_view what) {
    return Fail(Code::kInternal, reason::kInternal,
                "route " + std::string(route.method) + " " + std::string(route.path) + ": " + std::string(what));
}

std::unexpected<Error> UnknownParameter(const std::string& name) {
    return Fail({.code = Code::kInvalidArgument,
                 .reason = std::string(reason::kInvalidRequest),
                 .message = "a parameter is wrong",
                 .fields = {{name, "is not a known parameter"}}});
}

}  // namespace

struct Gateway::Endpoint {
    Route route;
    http::PathPattern pattern;
    std::set<std::string> path_parameters;
    std::string method;      // "/package.Service/Method"
    const Message* request;  // prototypes of the generated factory, which lives for ever
    const Message* response;
    const Backend* backend;
    bool tells_problems;  // of parts of an answer
    bool versioned;       // asks about If-Match
};

/// What is known of a request while it is served, for the answer and the metrics.
struct Gateway::Exchange {
    std::string trace_id;
    std::string_view route = "unmatched";
    bool machine = true;
    IpAddress address{};
    std::optional<Charged> charged{};
};

Gateway::Gateway(Backends backends, const GatewayParts& parts)
    : parts_(parts),
      who_asks_(parts.signer, parts.client_gate, parts.sign_in, parts.clock),
      backends_(std::move(backends)) {}
Gateway::~Gateway() = default;

Backend ServiceBehind(const rpc::Channel& channel) {
    return [&channel](const std::string& method, const Message& request, Message& response,
                      const rpc::CallOptions& options) { return channel.Call(method, request, response, options); };
}

Result<std::unique_ptr<Gateway>> Gateway::Make(Backends backends, const GatewayParts& parts) {
    // Descriptors register when their file is linked and touched; touching one message of each does it.
    static_cast<void>(roster::v1::School::descriptor());
    static_cast<void>(roster::v1::HeldRemoval::descriptor());
    static_cast<void>(licence::v1::Licence::descriptor());
    static_cast<void>(licence::v1::Product::descriptor());
    static_cast<void>(licence::v1::LicenceTerm::descriptor());
    static_cast<void>(licence::v1::LinkReport::descriptor());
    static_cast<void>(licence::v1::Seat::descriptor());
    static_cast<void>(licence::v1::Entitlement::descriptor());
    static_cast<void>(licence::v1::LinkProposal::descriptor());
    static_cast<void>(licence::v1::Visibility::descriptor());
    static_cast<void>(pincode::v1::Pincode::descriptor());
    static_cast<void>(results::v1::Result::descriptor());
    static_cast<void>(audit::v1::AuditEntry::descriptor());
    static_cast<void>(access::v1::KnownAddress::descriptor());

    std::unique_ptr<Gateway> gateway(new Gateway(std::move(backends), parts));
    const auto* pool = google::protobuf::DescriptorPool::generated_pool();
    auto* factory = MessageFactory::generated_factory();
    for (const Route& route : Routes()) {
        const auto* method = pool->FindMethodByName(std::string(route.rpc));
        if (method == nullptr) return Mistake(route, "no such method");
        const auto backend = gateway->backends_.find(method->file()->package());
        if (backend == gateway->backends_.end()) return Mistake(route, "no service for its package");
        Endpoint endpoint{.route = route,
                          .pattern = http::PathPattern(std::string(kBasePath) + std::string(route.path)),
                          .path_parameters = {},
                          .method = "/" + method->service()->full_name() + "/" + method->name(),
                          .request = factory->GetPrototype(method->input_type()),
                          .response = factory->GetPrototype(method->output_type()),
                          .backend = &backend->second,
                          .tells_problems = HoldsProblems(*method->output_type()),
                          .versioned = HasField(*method->input_type(), "ifMatch")};
        for (const auto& name : endpoint.pattern.Parameters()) {
            if (!HasField(*method->input_type(), name)) return Mistake(route, "request has no field " + name);
            endpoint.path_parameters.insert(name);
        }
        if (route.body == Body::kRaw && method->input_type()->FindFieldByName(std::string(kContentField)) == nullptr) {
            return Mistake(route, "request has no field content");
        }
        gateway->Add(std::move(endpoint));
    }
    return gateway;
}

void Gateway::Add(Endpoint endpoint) {
    const auto length = endpoint.pattern.Length();
    if (by_length_.size() <= length) by_length_.resize(length + 1);
    endpoints_.push_back(std::make_unique<const Endpoint>(std::move(endpoint)));
    by_length_[length].push_back(endpoints_.back().get());
}

http::Response Gateway::AnswerRefused(const Error& error, const http::Request& known) const {
    const auto trace_id = TraceId(known);
    const auto language = LanguageOf(HeaderOf(known, "accept-language"), !parts_.sign_in.HasSessionCookie(known));
    auto response = Problem(error, language, known.path, trace_id);
    response.headers.emplace_back("X-Request-Id", trace_id);
    AddBrowserHeaders(response);
    return response;
}

http::Response Gateway::Answer(const http::Request& request) const {
    const auto start = std::chrono::steady_clock::now();
    Exchange exchange{.trace_id = TraceId(request), .address = parts_.admission.AddressOf(request)};
    auto served = Serve(request, exchange);
    const auto refusal = [&](const Error& error) {
        const auto language = LanguageOf(HeaderOf(request, "accept-language"), exchange.machine);
        return WantsPage(request) ? ProblemPage(error, language, request.path, exchange.trace_id)
                                  : Problem(error, language, request.path, exchange.trace_id);
    };
    http::Response response = served ? std::move(*served) : refusal(served.error());
    response.headers.emplace_back("X-Request-Id", exchange.trace_id);
    if (exchange.charged) AddRateLimit(response, *exchange.charged);
    AddBrowserHeaders(response);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    parts_.metrics.Observe("http_request_seconds", "Time to answer a request",
                           {{"route", std::string(exchange.route)},
                            {"method", request.method},
                            {"status", std::to_string(response.status)}},
                           seconds.count());
    if (response.status >= 500) {
        log::Warning("request failed", {{"route", exchange.route},
                                        {"status", response.status},
                                        {"reason", served ? "" : served.error().reason},
                                        {"detail", served ? "" : served.error().message},
                                        {"traceId", exchange.trace_id}});
    }
    return response;
}

Result<http::Response> Gateway::Serve(const http::Request& request, Exchange& exchange) const {
    if (request.path == kTokenPath || request.path == std::string(kBasePath) + std::string(kTokenPath)) {
        exchange.route = kTokenPath;
        return GiveToken(request, exchange);
    }
    if (const auto route = SignInRoutes::Route(request.path)) {
        exchange.route = *route;
        exchange.machine = false;
        return SignIn(request, exchange);
    }
    if (request.path == kKnownPath) {
        exchange.route = kKnownPath;
        return SayWhetherKnown(request, exchange);
    }
    if (StartRoutes::IsStart(request.path)) {
        exchange.route = kStart;
        exchange.machine = false;
        return Begin(request, exchange);
    }
    if (const auto route = ProblemPageRoute(request.path)) {
        exchange.route = *route;
        exchange.machine = PrefersJson(HeaderOf(request, "accept"));
        SUITE_RETURN_IF_ERROR(parts_.admission.Charge(RouteClass::kRead, PayerOf(exchange.address), exchange.charged));
        return AnswerProblemPage(request);
    }
    bool path_exists = false;
    const auto segments = Split(request.path, '/');
    if (segments.size() < by_length_.size()) {
        for (const Endpoint* endpoint : by_length_[segments.size()]) {
            const auto parameters = endpoint->pattern.Match(segments);
            if (!parameters) continue;
            path_exists = true;
            if (endpoint->route.method != request.method) continue;
            exchange.route = endpoint->route.path;
            return Call(request, *endpoint, *parameters, exchange);
        }
    }
    SUITE_RETURN_IF_ERROR(parts_.admission.Charge(RouteClass::kRead, PayerOf(exchange.address), exchange.charged));
    if (path_exists)
        return Fail(Code::kUnimplemented, reason::kMethodNotAllowed, "this path does not take " + request.method);
    return Fail(Code::kNotFound, reason::kNotFound, "no such path");
}

Result<http::Response> Gateway::GiveToken(const http::Request& request, Exchange& exchange) const {
    const auto payer = PayerOf(exchange.address);
    if (!HeaderOf(request, "sec-fetch-dest").empty()) {
        // A page that tries secrets in a visitor's browser must not use up what the machines behind that address may.
        SUITE_RETURN_IF_ERROR(parts_.admission.Charge(RouteClass::kRead, payer, exchange.charged));
        return Fail(Code::kPermissionDenied, reason::kNotOwnPage, "machines ask for tokens, browsers do not");
    }
    SUITE_RETURN_IF_ERROR(parts_.admission.Charge(RouteClass::kToken, payer, exchange.charged));
    SUITE_RETURN_IF_ERROR(parts_.admission.Check(RouteClass::kFailure, payer, exchange.charged));
    if (request.method != "POST") return Fail(Code::kUnimplemented, reason::kMethodNotAllowed, "POST only");
    auto response = parts_.token_endpoint(request, exchange.trace_id);
    if (response.status == 401) CountFailure(payer);
    return response;
}

Result<http::Response> Gateway::SignIn(const http::Request& request, Exchange& exchange) const {
    const auto payer = PayerOf(exchange.address);
    if (!SignInRoutes::IsAttempt(request.path)) {
        // Who is signed in is not known yet here, and a page that asks whether somebody is must cost nobody else.
        const auto route_class = request.method == "GET" ? RouteClass::kRead : RouteClass::kWrite;
        SUITE_RETURN_IF_ERROR(parts_.admission.Charge(route_class, payer, exchange.charged));
        return parts_.sign_in.Answer(request, exchange.trace_id);
    }
    if (const auto attempt = SignInRoutes::CheckAttempt(request); !attempt) {
        // Nor must one use up the attempts of the school behind the same address.
        SUITE_RETURN_IF_ERROR(parts_.admission.Charge(RouteClass::kRead, payer, exchange.charged));
        return std::unexpected(attempt.error());
    }
    SUITE_RETURN_IF_ERROR(parts_.admission.Charge(RouteClass::kSignIn, payer, exchange.charged));
    return parts_.sign_in.Answer(request, exchange.trace_id);
}

Result<http::Response> Gateway::Begin(const http::Request& request, Exchange& exchange) const {
    SUITE_RETURN_IF_ERROR(parts_.admission.Charge(RouteClass::kRead, PayerOf(exchange.address), exchange.charged));
    return parts_.start.Answer(request, exchange.address);
}

void Gateway::CountFailure(const Payer& payer) const {
    std::optional<Charged> unseen;
    // What it comes to is asked before the next attempt.
    static_cast<void>(parts_.admission.Charge(RouteClass::kFailure, payer, unseen));
}

Result<http::Response> Gateway::SayWhetherKnown(const http::Request& request, Exchange& exchange) const {
    if (who_asks_.IsKnown(request)) return http::Response{.status = 204};
    // 401 even when there were too many: nginx would take a 429 for a mistake of ours.
    static_cast<void>(parts_.admission.Charge(RouteClass::kRead, PayerOf(exchange.address), exchange.charged));
    return Fail(Code::kUnauthenticated, reason::kUnauthenticated, "a valid token is needed");
}

Result<http::Response> Gateway::Call(const http::Request& request, const Endpoint& endpoint,
                                     const PathParameters& parameters, Exchange& exchange) const {
    const Route& route = endpoint.route;
    exchange.machine = !parts_.sign_in.HasSessionCookie(request);  // the language of a refusal
    const auto asked_by = who_asks_(request);
    SUITE_RETURN_IF_ERROR(parts_.admission.Charge(
        ClassOf(route), asked_by ? PayerOf(*asked_by, exchange.address) : PayerOf(exchange.address), exchange.charged));
    if (!asked_by) return WhoAsks::Refusal(request, asked_by.error(), exchange.trace_id);
    const Actor& actor = *asked_by;
    exchange.machine = actor.role == Role::kMachine;
    if (!route.allow.Permits(actor))
        return Fail(Code::kPermissionDenied, reason::kForbidden, "role or scope may not do this");
    if (request.body.size() > route.max_body) {
        return Fail(Code::kResourceExhausted, reason::kBodyTooLarge,
                    "at most " + std::to_string(route.max_body) + " bytes here");
    }
    SUITE_RETURN_IF_ERROR(CheckIfMatch(request, endpoint.versioned));
    SUITE_ASSIGN(const auto place, parts_.admission.Enter(ClassOf(route)));
    const auto perform = [&] { return Perform(request, endpoint, parameters, actor, exchange); };
    // Only a POST does something again when it comes again.
    return route.method == "POST" ? DoOnce(parts_.repeats, request, actor, route.deadline, perform) : perform();
}

Result<http::Response> Gateway::Perform(const http::Request& request, const Endpoint& endpoint,
                                        const PathParameters& parameters, const Actor& actor,
                                        const Exchange& exchange) const {
    const Route& route = endpoint.route;
    const std::unique_ptr<Message> message(endpoint.request->New());
    for (const auto& [name, value] : parameters) {
        // A path is no form: what does not fit its field is a path that does not exist.
        if (!proto_json::SetParameter(*message, name, value))
            return Fail(Code::kNotFound, reason::kNotFound, "no such path");
        // ACC-03: another school looks exactly like one that does not exist.
        const bool of_school = actor.role == Role::kCoordinator || actor.role == Role::kTeacher;
        if (name == "schoolId" && of_school && value != actor.school.ToString()) {
            return Fail(Code::kNotFound, reason::kSchoolUnknown, "no such school");
        }
    }
    std::set<std::string> seen;
    for (const auto& [name, value] : request.query) {
        const bool closed = (route.body == Body::kJson && name != route.query) ||
                            endpoint.path_parameters.contains(name) || SuppliedFields().contains(name);
        if (closed || !seen.insert(name).second) return UnknownParameter(name);
        if (auto set = proto_json::SetParameter(*message, name, value); !set) {
            return set.error().code == Code::kNotFound ? UnknownParameter(name) : std::unexpected(set.error());
        }
    }
    const auto* type = message->GetDescriptor();
    // A POST whose every field may be absent can do without a body.
    const bool optional_body = route.body == Body::kJson && route.optional_body && request.body.empty();
    if (route.body == Body::kJson && !optional_body) {
        if (!IsMediaType(HeaderOf(request, "content-type"), "application/json")) {
            return Fail(Code::kInvalidArgument, reason::kUnsupportedMediaType, "send application/json");
        }
        auto not_in_body = endpoint.path_parameters;
        not_in_body.insert(SuppliedFields().begin(), SuppliedFields().end());
        if (!route.query.empty()) not_in_body.emplace(route.query);
        SUITE_RETURN_IF_ERROR(proto_json::FromJson(request.body, *message, not_in_body));
    }
    if (route.body == Body::kRaw) {
        const auto* reflection = message->GetReflection();
        reflection->SetString(message.get(), type->FindFieldByName(std::string(kContentField)), request.body);
        const auto encoding = AsciiLower(HeaderOf(request, "content-encoding"));
        if (const auto* field = type->FindFieldByName(std::string(kEncodingField))) {
            reflection->SetString(message.get(), field, encoding);
        } else if (!encoding.empty() && encoding != "identity") {
            return Fail(Code::kInvalidArgument, reason::kUnsupportedMediaType, "Content-Encoding is not taken here");
        }
    }

    Supply(request, {.client_address = exchange.address.ToString(), .own_origin = parts_.sign_in.OwnOrigin(request)},
           *message);

    const std::unique_ptr<Message> answer(endpoint.response->New());
    SUITE_RETURN_IF_ERROR((*endpoint.backend)(
        endpoint.method, *message, *answer,
        {.deadline = Deadline::In(route.deadline), .actor = actor, .request_id = exchange.trace_id}));
    // Written before it is shown: no answer without an entry (ACC-06).
    if (auto notes = ViewNotes(route, actor, parameters, *answer, parts_.clock.Now(), exchange.trace_id);
        !notes.empty())
        SUITE_RETURN_IF_ERROR(parts_.views.Record(std::move(notes), Deadline::In(kRecordTime)));
    const auto language = LanguageOf(HeaderOf(request, "accept-language"), exchange.machine);
    if (endpoint.tells_problems) FillProblems(*answer, language);
    return ToResponse(request, route, parameters, *answer, language);
}

}  // namespace suite::gateway
