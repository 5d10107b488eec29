// sleutelctl: manages machines' clients; starts the suite on this machine, hands out tokens and makes certificates for
// development.
#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>

#include "lifecycle/signals.hpp"
#include "tools/sleutelctl/certs.hpp"
#include "tools/sleutelctl/clients_command.hpp"
#include "tools/sleutelctl/token.hpp"
#include "tools/sleutelctl/up.hpp"

int main(int argc, char** argv) {
    suite::lifecycle::BlockSignals();
    CLI::App app{
        "Sleutelbos: `clients` manages the machines that may call it. On this machine: `up` runs it, `token` lets you "
        "in, "
        "`certs` makes certificates."};
    app.require_subcommand(1);

    suite::sleutelctl::UpOptions up;
    auto* up_command = app.add_subcommand("up", "Run the whole suite in the foreground until Ctrl-C");
    up_command->add_option("--port", up.port, "Of the gateway on 127.0.0.1; 0: a free one")
        ->check(CLI::Range(0, 65535))
        ->capture_default_str();
    up_command->add_option("--data", up.data, "Databases, logs and secrets; the next run goes on with them")
        ->capture_default_str();
    up_command->add_flag("--empty", up.empty, "No demonstration");
    up_command->add_option("--postgres", up.postgres_url,
                           "postgresql://...: all services there, a schema each; else SQLite");
    up_command
        ->add_option("--basispoort", up.basispoort_roster,
                     "NDJSON that a stand-in for Basispoort serves; else the demonstration's")
        ->check(CLI::ExistingFile);
    up_command->add_option("--log-level", up.log_level, "Of the services")
        ->check(CLI::IsMember({"debug", "info", "warning", "error"}))
        ->capture_default_str();

    suite::sleutelctl::TokenOptions token;
    auto* token_command = app.add_subcommand("token", "Print a bearer token for development");
    token_command->add_option("--role", token.role, "coordinator, teacher or helpdesk")
        ->required()
        ->check(CLI::IsMember({"coordinator", "teacher", "helpdesk"}));
    token_command->add_option("--school", token.school,
                              "Our id, bp:NUMBER of Basispoort, or BRIN and location like 99XX00");
    token_command->add_option("--person", token.person, "Our id or bp:NUMBER of Basispoort; a teacher needs one");
    token_command->add_option("--data", token.data, "That of ./run")->capture_default_str();
    token_command->add_option("--url", token.url, "Gateway to look ids up at; else that of the run on --data");
    token_command->add_option("--hours", token.hours, "How long it is valid")
        ->check(CLI::Range(1, suite::sleutelctl::kMaxTokenHours))
        ->capture_default_str();

    suite::sleutelctl::CertsOptions certs;
    auto* certs_command = app.add_subcommand("certs", "Make a development CA and certificates for mutual TLS");
    certs_command->add_option("folder", certs.folder, "Where ca.pem, NAME.pem and NAME.key go; good ones stay")
        ->required();
    certs_command->add_option("names", certs.names, "Of servers and clients, as basispoort roster-sync")->required();
    suite::sleutelctl::ClientsCommand clients(app);
    CLI11_PARSE(app, argc, argv);

    if (*up_command) return suite::sleutelctl::Up(up);
    if (clients.Chosen()) return clients.Run();
    if (*certs_command) return suite::sleutelctl::MakeCerts(certs);
    const auto made = suite::sleutelctl::MakeToken(token);
    if (!made) {
        std::cerr << "sleutelctl: " << made.error().message << '\n';
        return EXIT_FAILURE;
    }
    std::cout << *made << '\n';
    return EXIT_SUCCESS;
}
