#include "services/licence/adapters/hosted_lika_client.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/reasons.hpp"
#include "crypto/crypto.hpp"
#include "json/strict.hpp"

namespace suite::licence {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxNesting = 4;  // of a list of users by ECK iD: object, list, object

std::unexpected<Error> NotPromised(std::string what) {
    return Fail(Code::kDataLoss, reason::kInvalidAnswer, "Basispoort's answer " + std::move(what));
}

/// The body of an error may be JSON or text and says nothing that a program can use; it is not passed on.
Status Judged(const Result<http::ClientResponse>& answer) {
    if (!answer) {
        if (answer.error().code == Code::kResourceExhausted) return NotPromised("is too large");
        return std::unexpected(answer.error());
    }
    const int status = answer->status;
    if (status >= 200 && status < 300) return {};
    const auto what = "Basispoort answered " + std::to_string(status);
    if (status == 404) return Fail(Code::kNotFound, reason::kNotFound, what);
    if (status == 401 || status == 403) return Fail(Code::kPermissionDenied, reason::kForbidden, what);
    if (status == 408 || status == 429 || status >= 500) return Fail(Code::kUnavailable, reason::kUnavailable, what);
    if (status >= 400) return Fail(Code::kInvalidArgument, reason::kInvalidRequest, what);
    return NotPromised("has status " + std::to_string(status));
}

bool IsPublisherCode(std::string_view code) {
    return !code.empty() && std::ranges::all_of(code, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

/// Ids are letters, digits, '-', '_' and '.' (domain Validate), so that none has to be escaped.
std::string PathOf(const UserList& list) {
    auto path = "/methode/" + list.method_id;
    if (!list.product_id.empty()) path += "/product/" + list.product_id;
    return path;
}

std::string BodyOf(const Listing& listing) {
    Json body{{"id", listing.id}, {"naam", listing.name}, {"tags", Json::array()}};
    if (!listing.url.empty()) body["url"] = listing.url;
    if (!listing.icon.empty()) body["icon"] = listing.icon;
    if (listing.teacher_application) body["tags"].push_back("leerkrachtApplicatie");
    if (listing.test_application) body["tags"].push_back("toetsApplicatie");
    return body.dump();
}

enum class Kind { kIds, kEckIds };
bool IsOf(Kind kind, const UserKey& user) { return (user.basispoort_id != 0) == (kind == Kind::kIds); }
const char* ListOf(Kind kind) { return kind == Kind::kIds ? "/gebruiker" : "/gebruiker_eckid"; }

Json ToJson(Kind kind, const UserKey& user) {
    if (kind == Kind::kIds) return user.basispoort_id;
    return {{"instellingId", user.institution}, {"eckId", user.eck_id}};
}

std::optional<UserKey> FromJson(Kind kind, const Json& user) {
    if (kind == Kind::kIds) {
        if (!user.is_number_integer()) return std::nullopt;
        return UserKey{.basispoort_id = user.get<std::int64_t>()};
    }
    if (!user.is_object()) return std::nullopt;
    const auto institution = user.find("instellingId");
    const auto eck_id = user.find("eckId");
    if (institution == user.end() || !institution->is_number_integer() || eck_id == user.end() || !eck_id->is_string())
        return std::nullopt;
    return UserKey{.institution = institution->get<std::int64_t>(), .eck_id = eck_id->get<std::string>()};
}

Status ReadUsersOf(Kind kind, const std::string& body, std::vector<UserKey>& out) {
    const auto answer = json::ParseStrict(body, kMaxNesting);
    if (!answer || !answer->is_object()) return NotPromised("is no JSON object");
    const auto users = answer->find("gebruikers");
    if (users == answer->end() || !users->is_array()) return NotPromised("has no list of users");
    for (const auto& user : *users) {
        auto key = FromJson(kind, user);
        if (!key) return NotPromised("has a user of another form");
        out.push_back(*std::move(key));
    }
    return {};
}

}  // namespace

HostedLikaClient::HostedLikaClient(HostedLikaOptions options)
    : options_(std::move(options)),
      base_(options_.url + "/hosted-lika/management/lika/" + options_.publisher),
      clients_(options_.tls) {}

Result<std::unique_ptr<HostedLikaClient>> HostedLikaClient::Make(HostedLikaOptions options) {
    const auto& tls = options.tls;
    if (!options.url.starts_with("https://") || tls.ca_file.empty() || tls.certificate_file.empty() ||
        tls.key_file.empty() || !IsPublisherCode(options.publisher)) {
        return Fail(Code::kInvalidArgument, reason::kInvalidRequest,
                    "Basispoort's API needs an https URL, a publisher's code, a CA, a certificate and its key");
    }
    while (options.url.ends_with('/')) options.url.pop_back();
    return std::unique_ptr<HostedLikaClient>(new HostedLikaClient(std::move(options)));
}

Status HostedLikaClient::PutMethod(const Listing& method, Deadline deadline) {
    return Put("/methode", method, deadline);
}

Status HostedLikaClient::PutProduct(const std::string& method_id, const Listing& product, Deadline deadline) {
    return Put("/methode/" + method_id + "/product", product, deadline);
}

Status HostedLikaClient::RemoveMethod(const std::string& method_id, Deadline deadline) {
    return Remove(PathOf({.method_id = method_id}), deadline);
}

Status HostedLikaClient::RemoveProduct(const std::string& method_id, const std::string& product_id, Deadline deadline) {
    return Remove(PathOf({.method_id = method_id, .product_id = product_id}), deadline);
}

Status HostedLikaClient::AddUsers(const UserList& list, const std::vector<UserKey>& users, Deadline deadline) {
    return SendUsers("POST", list, "/addlist", users, false, deadline);
}

Status HostedLikaClient::RemoveUsers(const UserList& list, const std::vector<UserKey>& users, Deadline deadline) {
    return SendUsers("POST", list, "/removelist", users, false, deadline);
}

Status HostedLikaClient::ReplaceUsers(const UserList& list, const std::vector<UserKey>& users, Deadline deadline) {
    return SendUsers("PUT", list, "", users, true, deadline);
}

Result<std::vector<UserKey>> HostedLikaClient::ReadUsers(const UserList& list, Deadline deadline) {
    std::vector<UserKey> users;
    for (const auto kind : {Kind::kIds, Kind::kEckIds}) {
        SUITE_ASSIGN(const auto body, Get(PathOf(list) + ListOf(kind), deadline));
        SUITE_RETURN_IF_ERROR(ReadUsersOf(kind, body, users));
    }
    // They come sorted; who searches them does not have to take that on trust.
    std::ranges::sort(users);
    users.erase(std::ranges::unique(users).begin(), users.end());
    return users;
}

Status HostedLikaClient::Put(const std::string& folder, const Listing& listing, Deadline deadline) {
    const auto path = folder + "/" + listing.id;
    const auto there = Get(path, deadline);
    if (there) return Send("PUT", path, BodyOf(listing), deadline);
    if (there.error().code != Code::kNotFound) return std::unexpected(there.error());
    return Send("POST", folder, BodyOf(listing), deadline);
}

Status HostedLikaClient::Remove(const std::string& path, Deadline deadline) {
    auto removed = Send("DELETE", path, "", deadline);
    if (!removed && removed.error().code == Code::kNotFound) return {};
    return removed;
}

Result<std::string> HostedLikaClient::Get(const std::string& path, Deadline deadline) {
    auto answer = clients_.With([&](http::Client& client) {
        return http::GetWithRetries(client,
                                    {.url = base_ + path,
                                     .headers = {{"Accept", "application/json"}},
                                     .timeout = options_.try_timeout,
                                     .connect_timeout = options_.connect_timeout,
                                     .max_response_bytes = kMaxAnswerBytes},
                                    deadline, options_.retries, &crypto::RandomBelow);
    });
    SUITE_RETURN_IF_ERROR(Judged(answer));
    return std::move(answer->body);
}

Status HostedLikaClient::Send(const char* method, const std::string& path, std::string body, Deadline deadline) {
    if (deadline.Passed()) return Fail(Code::kDeadlineExceeded, reason::kDeadlineExceeded, "no time is left to send");
    return Judged(clients_.With([&](http::Client& client) {
        return client.Send({.method = method,
                            .url = base_ + path,
                            .headers = {{"Accept", "application/json"}, {"Content-Type", "application/json"}},
                            .body = std::move(body),
                            .timeout = std::min(options_.try_timeout, deadline.Remaining()),
                            .connect_timeout = options_.connect_timeout});
    }));
}

Status HostedLikaClient::SendUsers(const char* method, const UserList& list, const char* verb,
                                   const std::vector<UserKey>& users, bool both, Deadline deadline) {
    for (const auto kind : {Kind::kIds, Kind::kEckIds}) {
        Json of_kind = Json::array();
        for (const auto& user : users) {
            if (IsOf(kind, user)) of_kind.push_back(ToJson(kind, user));
        }
        if (of_kind.empty() && !both) continue;
        SUITE_RETURN_IF_ERROR(Send(method, PathOf(list) + ListOf(kind) + verb,
                                   Json{{"gebruikers", std::move(of_kind)}}.dump(), deadline));
    }
    return {};
}

}  // namespace suite::licence
