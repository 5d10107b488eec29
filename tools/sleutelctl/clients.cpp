#include "tools/sleutelctl/clients.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <string_view>
#include <system_error>

#include "core/reasons.hpp"
#include "core/time.hpp"
#include "services/gateway/adapters/assertions.hpp"
#include "services/gateway/adapters/random_secrets.hpp"
#include "services/gateway/adapters/sql_clients.hpp"
#include "services/gateway/app/manage_clients.hpp"
#include "services/gateway/migrations.hpp"
#include "services/gateway/route.hpp"
#include "suite/data_dir.hpp"
#include "tools/sleutelctl/clients_text.hpp"

namespace suite::sleutelctl {
namespace {

using gateway::ChangedClient;
using gateway::Client;
using gateway::ManageClients;

std::unexpected<Error> CannotDo(std::string what) {
    return Fail(Code::kFailedPrecondition, reason::kUnavailable, std::move(what));
}

/// A new file for a secret, gone again unless the secret came into it.
class SecretFile {
  public:
    [[nodiscard]] static Result<std::unique_ptr<SecretFile>> Make(const std::filesystem::path& path) {
        if (path.empty()) return nullptr;
        const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (file < 0 && errno == EEXIST)
            return CannotDo(path.string() + " is there already; a secret never replaces it");
        if (file < 0) return CannotDo("cannot make " + path.string());
        return std::unique_ptr<SecretFile>(new SecretFile(path, file));
    }
    SecretFile(const SecretFile&) = delete;
    SecretFile& operator=(const SecretFile&) = delete;
    ~SecretFile() {
        if (file_ >= 0) ::close(file_);
        std::error_code none;
        if (!written_) std::filesystem::remove(path_, none);
    }
    [[nodiscard]] Status Write(const std::string& secret) {
        const auto line = secret + "\n";
        const auto size = ::write(file_, line.data(), line.size());
        written_ = size == static_cast<ssize_t>(line.size()) && ::fsync(file_) == 0;
        if (!written_) return CannotDo("cannot write " + path_.string() + "; end the new secret and make another");
        return {};
    }
    [[nodiscard]] std::string Name() const { return path_.string(); }

  private:
    SecretFile(std::filesystem::path path, int file) : path_(std::move(path)), file_(file) {}
    std::filesystem::path path_;
    int file_;
    bool written_ = false;
};

Result<std::unique_ptr<sql::Database>> OpenDatabase(const std::string& url) {
    constexpr std::string_view kSqlite = "sqlite:";
    std::error_code failed;
    if (url.starts_with(kSqlite) && !std::filesystem::exists(url.substr(kSqlite.size()), failed))
        return CannotDo("there is no " + url.substr(kSqlite.size()) + "; the gateway makes it when it first starts");
    auto database = sql::Database::Open({.url = url, .schema = "gateway", .sessions = 2});
    if (!database) return CannotDo("the gateway's database cannot be opened: " + database.error().message);
    SUITE_RETURN_IF_ERROR((*database)->Migrate(gateway::Migrations()));
    return database;
}

/// "" for no file.
Result<std::string> ReadKeys(const std::filesystem::path& path) {
    if (path.empty()) return std::string();
    const auto text = devsuite::ReadFile(path);
    if (!text) return CannotDo("cannot read " + path.string());
    auto keys = gateway::ReadKeySet(*text);
    if (!keys) return Fail(keys.error().code, keys.error().reason, path.string() + ": " + keys.error().message);
    return keys;
}

std::string Shown(const ClientsOptions& options, const Client& client) {
    return options.json ? JsonOf(ChangedClient{.client = client}) : TextOf(client);
}

/// The client with its new secret, which goes into the file when there is one.
Result<std::string> ShownWithSecret(const ClientsOptions& options, ChangedClient changed, SecretFile* file) {
    std::string where;
    if (file != nullptr && !changed.secret.empty()) {
        SUITE_RETURN_IF_ERROR(file->Write(changed.secret));
        changed.secret.clear();
        where = "Secret " + std::to_string(changed.secret_number) + " is in " + file->Name() + ".\n";
    }
    if (options.json) return JsonOf(changed);
    if (!changed.secret.empty())
        where = "Secret " + std::to_string(changed.secret_number) + ", shown only now:\n" + changed.secret + "\n";
    return TextOf(changed.client) + where;
}

Result<std::string> Add(const ManageClients& manage, const ClientsOptions& options) {
    SUITE_ASSIGN(auto keys, ReadKeys(options.keys_file));
    const bool with_secret = keys.empty();
    if (!with_secret && !options.secret_file.empty())
        return CannotDo("with --keys no secret is made; `rotate` makes one besides");
    SUITE_ASSIGN(const auto file, SecretFile::Make(options.secret_file));
    SUITE_ASSIGN(auto added, manage.Add({.id = options.id,
                                         .title = options.name,
                                         .scopes = options.scopes,
                                         .las = options.las,
                                         .key_set = std::move(keys),
                                         .with_secret = with_secret}));
    return ShownWithSecret(options, std::move(added), file.get());
}

Result<std::string> Rotate(const ManageClients& manage, const ClientsOptions& options) {
    SUITE_ASSIGN(const auto file, SecretFile::Make(options.secret_file));
    SUITE_ASSIGN(auto rotated, manage.Rotate(options.id));
    return ShownWithSecret(options, std::move(rotated), file.get());
}

Result<Client> Change(ClientsAction action, const ManageClients& manage, const ClientsOptions& options) {
    switch (action) {
        case ClientsAction::kEndSecret:
            return manage.EndSecret(options.id, options.secret_number);
        case ClientsAction::kKeys: {
            if (options.no_keys != options.keys_file.empty())
                return CannotDo("name a file with a JWK set, or --none: not both");
            SUITE_ASSIGN(const auto keys, ReadKeys(options.keys_file));
            return manage.SetKeys(options.id, keys);
        }
        case ClientsAction::kScopes:
            if (options.change.add.empty() && options.change.remove.empty())
                return CannotDo("say what to --add or --remove");
            return manage.ChangeScopes(options.id, options.change);
        case ClientsAction::kRevoke:
            return manage.Revoke(options.id);
        case ClientsAction::kRestore:
            return manage.Restore(options.id);
        case ClientsAction::kAdd:
        case ClientsAction::kList:
        case ClientsAction::kShow:
        case ClientsAction::kRotate:
            break;
    }
    return manage.Show(options.id);
}

}  // namespace

Result<std::string> RunClients(ClientsAction action, const ClientsOptions& options) {
    SUITE_ASSIGN(const auto database, OpenDatabase(options.database));
    gateway::SqlClients store(*database);
    const gateway::RandomSecrets secrets;
    const SystemClock clock;
    const ManageClients manage(store, secrets, clock, gateway::KnownScopes());
    if (action == ClientsAction::kAdd) return Add(manage, options);
    if (action == ClientsAction::kRotate) return Rotate(manage, options);
    if (action == ClientsAction::kList) {
        SUITE_ASSIGN(const auto clients, manage.List());
        return options.json ? JsonOf(clients) : TableOf(clients);
    }
    SUITE_ASSIGN(const auto client, Change(action, manage, options));
    return Shown(options, client);
}

}  // namespace suite::sleutelctl
