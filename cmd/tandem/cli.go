package main

import "github.com/alecthomas/kong"

// global are the options every command takes.
type global struct {
	Data     string `help:"Data directory (default: $TANDEM_DATA, ./data, or that of this user)." placeholder:"DIR"`
	Database string `help:"Keep everything in this database instead of a file: postgres://... (default: $TANDEM_DATABASE)." placeholder:"URL"`
	Account  string `help:"The account to work on (default: $TANDEM_ACCOUNT, or the only one)." placeholder:"NAME"`
	JSON     bool   `name:"json" help:"Print JSON for programs instead of tables for people."`
	Verbose  bool   `short:"v" help:"Show the log on standard error."`
}

// cli is every command there is.
type cli struct {
	global

	Version kong.VersionFlag `help:"Print the version."`

	Demo     demoCommand     `cmd:"" help:"Start a server with a demo ERP to try things on."`
	Serve    serveCommand    `cmd:"" help:"Start the server: pages, schedules, changes that leave at once."`
	Apply    applyCommand    `cmd:"" help:"Make the configuration say what a file says."`
	Config   configCommand   `cmd:"" help:"Print the configuration as a file."`
	Describe describeCommand `cmd:"" help:"List the tables, columns and keys of a connected system."`
	Field    struct {
		Add    fieldAddCommand    `cmd:"" help:"Add a field to an object, or change one: tandem field add customer segment --type enum --values small,large"`
		List   fieldListCommand   `cmd:"" help:"List the fields this account has added."`
		Remove fieldRemoveCommand `cmd:"" help:"Take a field away, and with it what records hold in it."`
	} `cmd:"" help:"Fields of this account's own."`
	Sync struct {
		Plan    syncPlanCommand    `cmd:"" help:"Show what a run would do."`
		Run     syncRunCommand     `cmd:"" help:"Run a sync and wait for the end."`
		Confirm syncConfirmCommand `cmd:"" help:"Confirm that a sync may write to the tables of the other side."`
		Pause   syncPauseCommand   `cmd:"" help:"Stop a sync and the run it is at until it is resumed."`
		Resume  syncResumeCommand  `cmd:"" help:"Let a paused sync go on where it stopped."`
		Cancel  syncCancelCommand  `cmd:"" help:"Give up the run a sync is at; what is done stays done."`
		Compare syncCompareCommand `cmd:"" help:"Look at everything on both sides and write nothing."`
		Repair  syncRepairCommand  `cmd:"" help:"Look at everything on both sides and mend what differs."`
	} `cmd:"" help:"Keep a connected system in step."`
	Run struct {
		List runListCommand `cmd:"" help:"List runs, newest first."`
		Show runShowCommand `cmd:"" help:"Show one run and the rows that need a look."`
		Why  runWhyCommand  `cmd:"" help:"Tell what became of one record, and why."`
		Undo runUndoCommand `cmd:"" help:"Take back what a run did."`
	} `cmd:"" help:"See what runs did, and take it back."`
	Record struct {
		Create recordCreateCommand `cmd:"" help:"Create a record: tandem record create customer name='Alfa s.r.o.'"`
		Get    recordGetCommand    `cmd:"" help:"Show a record."`
		Update recordUpdateCommand `cmd:"" help:"Change fields of a record."`
		Delete recordDeleteCommand `cmd:"" help:"Delete a record."`
		List   recordListCommand   `cmd:"" help:"List records."`
	} `cmd:"" help:"Work on records."`
	Conflict struct {
		List    conflictListCommand    `cmd:"" help:"List conflicts that wait for a decision."`
		Resolve conflictResolveCommand `cmd:"" help:"Decide a conflict."`
	} `cmd:"" help:"Decide where both sides changed the same."`
	Link struct {
		Add    linkAddCommand    `cmd:"" help:"Say that a record of ours and one of theirs are the same."`
		Remove linkRemoveCommand `cmd:"" help:"Say that they are not."`
	} `cmd:"" help:"Join and part records by hand."`
	Accounts struct {
		List   accountListCommand   `cmd:"" help:"List the accounts."`
		Create accountCreateCommand `cmd:"" help:"Make an account."`
	} `cmd:"" name:"account" help:"Accounts: companies that share a server and see nothing of each other."`
	Operator struct {
		Invite  operatorInviteCommand  `cmd:"" help:"Invite somebody, and print the link that lets them in."`
		List    operatorListCommand    `cmd:"" help:"List who may sign in."`
		Disable operatorDisableCommand `cmd:"" help:"Keep somebody out of all accounts."`
		Reset   operatorResetCommand   `cmd:"" help:"Print a link that sets a new password."`
	} `cmd:"" help:"People who may sign in."`
	Routine struct {
		List routineListCommand `cmd:"" help:"List the named business operations, or describe one."`
		Run  routineRunCommand  `cmd:"" help:"Call one: tandem routine run customer_merge survivor=17 merged=12"`
	} `cmd:"" help:"Named business operations: the same as pages, REST and SOAP call."`
	Trigger struct {
		List   triggerListCommand   `cmd:"" help:"List triggers and how their receivers fare."`
		Test   triggerTestCommand   `cmd:"" help:"Call a receiver once with a sample."`
		Resume triggerResumeCommand `cmd:"" help:"Call a receiver again that said it wants no more calls, or is down."`
	} `cmd:"" help:"Call others on changes."`
	Delivery struct {
		List   deliveryListCommand   `cmd:"" help:"List deliveries, newest first."`
		Show   deliveryShowCommand   `cmd:"" help:"Show a delivery with its attempts."`
		Resend deliveryResendCommand `cmd:"" help:"Send a delivery again."`
		Replay deliveryReplayCommand `cmd:"" help:"Send again what did not arrive since a moment."`
	} `cmd:"" help:"See what triggers sent, and send it again."`
	Token struct {
		Create tokenCreateCommand `cmd:"" help:"Make a token that programs sign in with; it is shown once."`
	} `cmd:"" help:"Tokens for programs."`
	Doctor doctorCommand `cmd:"" help:"Check everything that is known to go wrong."`
}
