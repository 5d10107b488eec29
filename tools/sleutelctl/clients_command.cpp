#include "tools/sleutelctl/clients_command.hpp"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>

namespace suite::sleutelctl {
namespace {

constexpr const char* kFooter =
    R"(A machine gets a token with a secret, or with an assertion that it signs itself (private_key_jwt).
Gateways hear of each change within seconds; none is restarted.

To give a machine a new secret without a gap:
  1. rotate ID        makes a second secret; give it to the machine's people
  2. show ID          until the new secret says when it was last used
  3. end-secret ID N  ends the old one
A secret has leaked: rotate, end-secret, revoke (its tokens end too), restore.

Each member of the helpdesk is a client of their own, with the one scope helpdesk: the id is the code that audit logs
show, so no name; --name is what this command shows. Who leaves the helpdesk is revoked.
  add helpdesk-07 --name "Helpdesk 7" --scope helpdesk --secret-file helpdesk-07.secret)";
constexpr const char* kStepFooter =
    "A database URL with a password belongs in SLEUTELBOS_GATEWAY_DATABASE, where no list of processes shows it.";

}  // namespace

ClientsCommand::ClientsCommand(CLI::App& app)
    : command_(app.add_subcommand(
          "clients", "Manage the machines and the helpdesk's members who may ask the gateway for a token")),
      options_{} {
    command_->require_subcommand(1);
    command_->footer(kFooter);

    auto* add = Step("add", ClientsAction::kAdd, "Make a client, with a secret unless --keys says how else it gets in");
    add->add_option("--name", options_.name, "What people call it")->required();
    add->add_option("--scope", options_.scopes, "What it may do; several times. helpdesk: a member of the helpdesk")
        ->required()
        ->allow_extra_args(false);
    add->add_option("--las", options_.las, "For a LAS (scope results:pull): parnassys, momento or easyrapport");
    add->add_option("--keys", options_.keys_file, "JWK set with its public keys; then no secret is made");
    add->add_option("--secret-file", options_.secret_file,
                    "New file (mode 0600) for the secret, which is not printed then");

    Step("list", ClientsAction::kList, "All clients, a line each");
    Step("show", ClientsAction::kShow, "One client: its secrets, and when each was last used");

    auto* rotate = Step("rotate", ClientsAction::kRotate, "Make a second secret; both count until one is ended");
    rotate->add_option("--secret-file", options_.secret_file,
                       "New file (mode 0600) for the secret, which is not printed then");

    auto* end = Step("end-secret", ClientsAction::kEndSecret, "End a secret; its tokens last ten minutes at most");
    end->add_option("number", options_.secret_number, "As `show` tells it")->required();

    auto* keys = Step("keys", ClientsAction::kKeys, "Register public keys in place of those registered before");
    keys->add_option("file", options_.keys_file,
                     "JWK set: RSA of 2048 bits or more, or EC on P-256; public halves only");
    keys->add_flag("--none", options_.no_keys, "No keys any more");

    auto* scopes = Step("scopes", ClientsAction::kScopes, "Give or take scopes; its tokens lose what is taken");
    scopes->add_option("--add", options_.change.add, "A scope; several times")->allow_extra_args(false);
    scopes->add_option("--remove", options_.change.remove, "A scope; several times")->allow_extra_args(false);

    Step("revoke", ClientsAction::kRevoke, "End a client and all its tokens, within seconds");
    Step("restore", ClientsAction::kRestore, "Let a revoked client in again; its old tokens stay ended");
}

CLI::App* ClientsCommand::Step(const char* name, ClientsAction action, const char* description) {
    auto* step = command_->add_subcommand(name, description);
    if (action != ClientsAction::kList) step->add_option("id", options_.id, "The client's id")->required();
    step->add_option("--database", options_.database, "The gateway's: sqlite:/path/gateway.db or postgresql://...")
        ->envname("SLEUTELBOS_GATEWAY_DATABASE")
        ->required();
    step->add_flag("--json", options_.json, "One JSON value instead of text");
    step->footer(kStepFooter);
    steps_.emplace(step, action);
    return step;
}

bool ClientsCommand::Chosen() const { return command_->parsed(); }

int ClientsCommand::Run() const {
    for (const auto& [step, action] : steps_) {
        if (!step->parsed()) continue;
        const auto done = RunClients(action, options_);
        if (done) {
            std::cout << *done << std::flush;
            return EXIT_SUCCESS;
        }
        std::cerr << "sleutelctl: " << done.error().message << '\n';
    }
    return EXIT_FAILURE;
}

}  // namespace suite::sleutelctl
