#include "suite/commands.hpp"

#include "crypto/certificates.hpp"

namespace suite::devsuite {
namespace {

/// Flags with a value, one after another.
class Command {
  public:
    explicit Command(std::vector<std::string> start) : words_(std::move(start)) {}
    Command& Add(const std::string& flag, std::string value) {
        words_.push_back(flag);
        words_.push_back(std::move(value));
        return *this;
    }
    Command& Add(const std::string& flag) {
        words_.push_back(flag);
        return *this;
    }
    [[nodiscard]] std::vector<std::string> Words() { return std::move(words_); }

  private:
    std::vector<std::string> words_;
};

std::string PortOf(const std::string& url) { return url.substr(url.rfind(':') + 1); }

/// A cache: nothing of it is kept, and it makes room by itself.
std::vector<std::string> Redis(const Places& places) {
    return Command({"redis-server"})
        .Add("--port", "0")
        .Add("--unixsocket", places.sockets.File("redis", ".sock"))
        .Add("--unixsocketperm", "700")
        .Add("--save", "")
        .Add("--appendonly", "no")
        .Add("--daemonize", "no")
        .Add("--maxmemory", "256mb")
        .Add("--maxmemory-policy", "allkeys-lru")
        .Add("--dir", places.data.File("db"))
        .Words();
}

std::vector<std::string> Basispoort(const Places& places) {
    const auto files = crypto::CertificatesOf(places.data.File("certs"), "basispoort");
    Command command({"node", places.options.bin_dir / "basispoort" / "main.mjs"});
    command.Add("--ca", files.ca)
        .Add("--certificate", files.certificate)
        .Add("--key", files.key)
        .Add("--roster", places.options.basispoort_roster)
        .Add("--ready-file", places.sockets.File("basispoort", ".ready"))
        .Add("--lika-file", places.data.File("basispoort-lika.json"));
    // Started again it is where it was: the services know it by its address.
    if (places.basispoort) {
        command.Add("--port", PortOf(places.basispoort->url))
            .Add("--control-port", PortOf(places.basispoort->control_url));
    }
    return command.Words();
}

std::vector<std::string> SignInStandIn(const Places& places) {
    Command command({places.options.bin_dir / "signin" / "start"});
    command.Add("--client-secret-file", places.data.Secret("sign-in.secret"))
        .Add("--ready-file", places.sockets.File("signin", ".ready"));
    if (!places.sign_in_url.empty()) command.Add("--port", PortOf(places.sign_in_url));
    return command.Words();
}

void AddGateway(const Places& places, Command& command) {
    command.Add("--listen", places.gateway_address);
    for (const auto service : kServices)
        command.Add("--" + std::string(service), places.services.find(service)->second);
    command.Add("--token-key-file", places.data.Secret("token.key"));
    // Here one caller stands for a country.
    command.Add("--redis", places.sockets.Address("redis")).Add("--rate-limit-factor", "1000");
    if (!places.options.public_url.empty()) {
        command.Add("--public-url", places.options.public_url);
    } else {
        command.Add("--insecure-cookie");  // http on loopback: not every browser takes a Secure cookie there
    }
    const auto& provider = places.options.provider;
    if (provider) {
        command.Add("--oidc-issuer", provider->issuer).Add("--oidc-client-id", provider->client_id);
        if (!provider->client_secret_file.empty())
            command.Add("--oidc-client-secret-file", provider->client_secret_file);
    } else if (!places.sign_in_url.empty()) {
        command.Add("--oidc-issuer", places.sign_in_url)
            .Add("--oidc-client-secret-file", places.data.Secret("sign-in.secret"));
    }
}

/// For those that ask Basispoort themselves.
void AddBasispoort(const Places& places, const std::string& name, Command& command) {
    if (!places.basispoort) return;
    const auto files = crypto::CertificatesOf(places.data.File("certs"), name);
    command.Add("--basispoort-url", places.basispoort->url)
        .Add("--basispoort-ca", files.ca)
        .Add("--basispoort-certificate", files.certificate)
        .Add("--basispoort-key", files.key);
}

}  // namespace

std::string DatabaseOf(const std::string& name, const Options& options, const DataDir& data) {
    return options.postgres_url.empty() ? "sqlite:" + data.Database(name).string() : options.postgres_url;
}

std::vector<std::string> CommandOf(const std::string& name, const Places& places) {
    if (name == "redis") return Redis(places);
    if (name == "basispoort") return Basispoort(places);
    if (name == "signin") return SignInStandIn(places);
    Command command({places.options.bin_dir / name});
    command.Add("--log-level", places.options.log_level)
        .Add("--ready-file", places.sockets.File(name, ".ready"))
        .Add("--database", DatabaseOf(name, places.options, places.data));
    if (places.options.mutual_tls) {
        const auto files = crypto::CertificatesOf(places.data.File("certs"), name);
        command.Add("--tls-ca-file", files.ca)
            .Add("--tls-certificate-file", files.certificate)
            .Add("--tls-key-file", files.key);
    }
    if (name == "gateway") {
        AddGateway(places, command);
        return command.Words();
    }
    command.Add("--listen", places.services.at(name));
    if (name == "roster-sync") {
        command.Add("--licence", places.services.at("licence")).Add("--followers", "licence,pincode,result-exchange");
    } else {
        command.Add("--roster", places.services.at("roster-sync"));
    }
    if (name == "roster-sync" || name == "licence") AddBasispoort(places, name, command);
    if (name == "licence") command.Add("--redis", places.sockets.Address("redis"));
    if (name == "licence" && places.basispoort) {
        // As many seconds as a developer, or a test, waits gladly.
        command.Add("--basispoort-publisher", "uitgever").Add("--basispoort-read-seconds", "1");
    }
    if (name == "pincode" || name == "result-exchange")
        command.Add("--key-file", places.data.Secret(name + ".key")).Add("--create-key");
    return command.Words();
}

}  // namespace suite::devsuite
