#include "http_client/http_client.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <mutex>
#include <string_view>

#include "core/reasons.hpp"
#include "core/text.hpp"

namespace suite::http {
namespace {

struct CurlDeleter {
    void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

struct Receiving {
    ClientResponse answer{};
    std::size_t max_bytes = 0;
    bool too_large = false;
};

std::size_t OnBody(char* data, std::size_t size, std::size_t count, void* user) {
    auto& receiving = *static_cast<Receiving*>(user);
    if (size * count > receiving.max_bytes - receiving.answer.body.size()) {
        receiving.too_large = true;
        return 0;
    }
    receiving.answer.body.append(data, size * count);
    return size * count;
}

std::size_t OnHeader(char* data, std::size_t size, std::size_t count, void* user) {
    auto& answer = static_cast<Receiving*>(user)->answer;
    const std::string_view line(data, size * count);
    // A status line starts a new answer: what came with "100 Continue" does not count.
    if (line.starts_with("HTTP/")) {
        answer.headers.clear();
        answer.cookies.clear();
    }
    if (const auto colon = line.find(':'); colon != std::string_view::npos) {
        const auto name = AsciiLower(Trim(line.substr(0, colon)));
        const auto value = Trim(line.substr(colon + 1));
        if (name == "set-cookie") answer.cookies.emplace_back(value);
        answer.headers.insert_or_assign(name, value);
    }
    return size * count;
}

Error ToError(CURLcode code) {
    const auto error = [code](Code canonical, std::string_view reason) {
        // curl_easy_strerror names no host, no URL and no credentials.
        return Error{.code = canonical, .reason = std::string(reason), .message = curl_easy_strerror(code)};
    };
    switch (code) {
        case CURLE_OPERATION_TIMEDOUT:
            return error(Code::kDeadlineExceeded, reason::kDeadlineExceeded);
        case CURLE_URL_MALFORMAT:
        case CURLE_UNSUPPORTED_PROTOCOL:
            return error(Code::kInvalidArgument, reason::kInvalidRequest);
        case CURLE_FILESIZE_EXCEEDED:
            return error(Code::kResourceExhausted, reason::kBodyTooLarge);
        case CURLE_SSL_CERTPROBLEM:  // ours
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_PEER_FAILED_VERIFICATION:
            return error(Code::kFailedPrecondition, reason::kUnavailable);
        default:
            return error(Code::kUnavailable, reason::kUnavailable);
    }
}

/// False when libcurl is built without what is asked: then nothing may be sent.
bool SetTls(CURL* curl, const ClientTls& tls) {
    const auto set = [curl](CURLoption option, const std::string& file) {
        return file.empty() || curl_easy_setopt(curl, option, file.c_str()) == CURLE_OK;
    };
    bool done = curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2)) == CURLE_OK &&
                curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
                curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK;
    // Only the given CA: the system's folder of CAs would be trusted beside the file.
    if (!tls.ca_file.empty()) done = done && curl_easy_setopt(curl, CURLOPT_CAPATH, nullptr) == CURLE_OK;
    return done && set(CURLOPT_CAINFO, tls.ca_file) && set(CURLOPT_SSLCERT, tls.certificate_file) &&
           set(CURLOPT_SSLKEY, tls.key_file);
}

bool MayBreakOut(std::string_view text) {
    return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

}  // namespace

struct Client::Impl {
    ClientTls tls;
    std::unique_ptr<CURL, CurlDeleter> curl{};
};

Client::Client(ClientTls tls) : impl_(new Impl{.tls = std::move(tls)}) {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    impl_->curl.reset(curl_easy_init());
}
Client::~Client() = default;
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;

Result<ClientResponse> Client::Send(const ClientRequest& request) {
    CURL* curl = impl_->curl.get();
    if (curl == nullptr) return Fail(Code::kUnavailable, reason::kUnavailable, "libcurl cannot be initialised");
    // Forgets the last request's options, keeps its connections.
    curl_easy_reset(curl);

    std::unique_ptr<curl_slist, CurlDeleter> headers;
    const auto add = [&headers](const std::string& line) {
        curl_slist* longer = curl_slist_append(headers.get(), line.c_str());
        if (longer == nullptr) return false;
        static_cast<void>(headers.release());
        headers.reset(longer);
        return true;
    };
    // "Expect:" without value: curl would wait up to a second for "100 Continue" before a body.
    bool complete = add("Expect:");
    for (const auto& [name, value] : request.headers) {
        if (MayBreakOut(name) || MayBreakOut(value)) {
            return Fail(Code::kInvalidArgument, reason::kInvalidRequest, "a header holds a line break");
        }
        // "Name;" is how curl sends a header without a value.
        complete = complete && add(value.empty() ? name + ";" : name + ": " + value);
    }
    if (!complete) return Fail(Code::kUnavailable, reason::kUnavailable, "out of memory for headers");

    Receiving receiving{.max_bytes = request.max_response_bytes};
    if (!SetTls(curl, impl_->tls)) {
        return Fail(Code::kFailedPrecondition, reason::kUnavailable, "libcurl cannot do the TLS that is asked for");
    }
    curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
    // Zero would mean "for ever".
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, std::max(1L, static_cast<long>(request.timeout.count())));
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, std::max(1L, static_cast<long>(request.connect_timeout.count())));
    curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(request.max_response_bytes));
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, &OnHeader);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &receiving);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &OnBody);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &receiving);
    const bool may_have_body = request.method != "GET" && request.method != "HEAD";
    if (!request.body.empty() || may_have_body) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.data());
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    }
    if (request.method == "HEAD") curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request.method.c_str());

    if (const CURLcode code = curl_easy_perform(curl); code != CURLE_OK) {
        return Fail(ToError(receiving.too_large ? CURLE_FILESIZE_EXCEEDED : code));
    }
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    receiving.answer.status = static_cast<int>(status);
    return std::move(receiving.answer);
}

}  // namespace suite::http
