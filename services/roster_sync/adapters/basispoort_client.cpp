#include "services/roster_sync/adapters/basispoort_client.hpp"

#include <utility>

#include "core/reasons.hpp"
#include "crypto/crypto.hpp"
#include "services/roster_sync/adapters/basispoort_answers.hpp"

namespace suite::roster_sync {
namespace {

const std::string kInstitutions = "/rest/v2/instellingen";

std::string PathOf(std::int64_t basispoort_id) { return kInstitutions + "/" + std::to_string(basispoort_id); }

std::unexpected<Error> NotPromised(std::string what) {
    return Fail(Code::kDataLoss, reason::kInvalidAnswer, "Basispoort's answer " + std::move(what));
}

}  // namespace

Result<std::unique_ptr<BasispoortClient>> BasispoortClient::Make(BasispoortOptions options) {
    const auto& tls = options.tls;
    if (!options.url.starts_with("https://") || tls.ca_file.empty() || tls.certificate_file.empty() ||
        tls.key_file.empty()) {
        return Fail(Code::kInvalidArgument, reason::kInvalidRequest,
                    "Basispoort's API needs an https URL, a CA, a certificate and its key");
    }
    while (options.url.ends_with('/')) options.url.pop_back();
    return std::unique_ptr<BasispoortClient>(new BasispoortClient(std::move(options)));
}

Result<std::vector<std::int64_t>> BasispoortClient::Institutions(Deadline deadline) {
    SUITE_ASSIGN(const auto body, Get(kInstitutions, NotFoundMeans::kInvalidAnswer, deadline));
    return ReadIds(body);
}

Result<PulledSchool> BasispoortClient::School(std::int64_t basispoort_id, SchoolYear year, Deadline deadline) {
    const auto path = PathOf(basispoort_id);
    SUITE_ASSIGN(const auto details, Get(path + "/details", NotFoundMeans::kSchoolUnknown, deadline));
    SUITE_ASSIGN(const auto overview, Get(path, NotFoundMeans::kSchoolUnknown, deadline));
    return ReadSchool(basispoort_id, year, details, overview);
}

Result<std::vector<std::int64_t>> BasispoortClient::ConsentGranted(Date day, Deadline deadline) {
    SUITE_ASSIGN(const auto body, Get(kInstitutions + "/synchronizationpermission/toegekend/" + day.ToString(),
                                      NotFoundMeans::kInvalidAnswer, deadline));
    return ReadIds(body);
}

Result<std::vector<std::int64_t>> BasispoortClient::ConsentWithdrawn(Date day, Deadline deadline) {
    SUITE_ASSIGN(const auto body, Get(kInstitutions + "/synchronizationpermission/ingetrokken/" + day.ToString(),
                                      NotFoundMeans::kInvalidAnswer, deadline));
    return ReadIds(body);
}

Result<bool> BasispoortClient::HasConsent(std::int64_t basispoort_id, Deadline deadline) {
    SUITE_ASSIGN(const auto body,
                 Get(PathOf(basispoort_id) + "/uitgever/synchronizationpermission?request-permission=false",
                     NotFoundMeans::kSchoolUnknown, deadline));
    return ReadPermission(body);
}

Result<std::string> BasispoortClient::Get(const std::string& path, NotFoundMeans not_found, Deadline deadline) {
    auto answer = clients_.With([&](http::Client& client) {
        return http::GetWithRetries(client,
                                    {.url = options_.url + path,
                                     .headers = {{"Accept", "application/json"}},
                                     .timeout = options_.try_timeout,
                                     .connect_timeout = options_.connect_timeout,
                                     .max_response_bytes = kMaxAnswerBytes},
                                    deadline, options_.retries, &crypto::RandomBelow);
    });
    if (!answer) {
        if (answer.error().code == Code::kResourceExhausted) return NotPromised("is larger than 32 MiB");
        return Fail(std::move(answer.error()));
    }
    // The body of an error may be JSON or text and says nothing that a program can use; it is not passed on.
    const int status = answer->status;
    if (status == 200) return std::move(answer->body);
    const auto what = "Basispoort answered " + std::to_string(status);
    if (status == 404 && not_found == NotFoundMeans::kSchoolUnknown) {
        return Fail(Code::kNotFound, reason::kSchoolUnknown, "Basispoort does not know this school");
    }
    if (status == 401 || status == 403) return Fail(Code::kPermissionDenied, reason::kForbidden, what);
    if (status == 429 || status >= 500) return Fail(Code::kUnavailable, reason::kUnavailable, what);
    return NotPromised("has status " + std::to_string(status));
}

}  // namespace suite::roster_sync
