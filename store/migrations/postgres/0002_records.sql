-- +goose Up
-- Made from the dictionary: go test ./store -run TestRecordSchema -update

create table "customer" (
	"id" bigint not null primary key,
	account bigint not null,
	"version" bigint not null,
	"created_at" timestamptz not null,
	"updated_at" timestamptz not null,
	"created_by" text collate "C" not null,
	"updated_by" text collate "C" not null,
	"number" text collate "C",
	"name" text collate "C",
	"kind" text collate "C",
	"status" text collate "C",
	"company_id" text collate "C",
	"tax_id" text collate "C",
	"vat_id" text collate "C",
	"email" text collate "C",
	"phone" text collate "C",
	"mobile" text collate "C",
	"fax" text collate "C",
	"website" text collate "C",
	"street" text collate "C",
	"city" text collate "C",
	"region" text collate "C",
	"postal_code" text collate "C",
	"country" text collate "C",
	"currency" text collate "C",
	"language" text collate "C",
	"payment_days" bigint,
	"credit_limit" numeric,
	"owner" bigint,
	"parent" bigint,
	"external_number" text collate "C",
	"notes" text collate "C",
	custom text collate "C"
);

create index if not exists "customer_number" on "customer" (account, "number");

create table "contact" (
	"id" bigint not null primary key,
	account bigint not null,
	"version" bigint not null,
	"created_at" timestamptz not null,
	"updated_at" timestamptz not null,
	"created_by" text collate "C" not null,
	"updated_by" text collate "C" not null,
	"customer" bigint,
	"salutation" text collate "C",
	"first_name" text collate "C",
	"last_name" text collate "C",
	"title" text collate "C",
	"email" text collate "C",
	"phone" text collate "C",
	"mobile" text collate "C",
	"fax" text collate "C",
	"is_primary" boolean,
	"external_number" text collate "C",
	"notes" text collate "C",
	custom text collate "C"
);

create index if not exists "contact_customer" on "contact" (account, "customer");

create table "address" (
	"id" bigint not null primary key,
	account bigint not null,
	"version" bigint not null,
	"created_at" timestamptz not null,
	"updated_at" timestamptz not null,
	"created_by" text collate "C" not null,
	"updated_by" text collate "C" not null,
	"customer" bigint,
	"kind" text collate "C",
	"company" text collate "C",
	"street" text collate "C",
	"street2" text collate "C",
	"city" text collate "C",
	"region" text collate "C",
	"postal_code" text collate "C",
	"country" text collate "C",
	"phone" text collate "C",
	"email" text collate "C",
	"external_number" text collate "C",
	custom text collate "C"
);

create index if not exists "address_customer" on "address" (account, "customer");

create table "operator" (
	"id" bigint not null primary key,
	account bigint not null,
	"version" bigint not null,
	"created_at" timestamptz not null,
	"updated_at" timestamptz not null,
	"created_by" text collate "C" not null,
	"updated_by" text collate "C" not null,
	"name" text collate "C",
	"email" text collate "C",
	"phone" text collate "C",
	"role" text collate "C",
	"active" boolean,
	"language" text collate "C",
	"time_zone" text collate "C",
	custom text collate "C"
);

create unique index "operator_email" on "operator" (account, "email");

create table "product" (
	"id" bigint not null primary key,
	account bigint not null,
	"version" bigint not null,
	"created_at" timestamptz not null,
	"updated_at" timestamptz not null,
	"created_by" text collate "C" not null,
	"updated_by" text collate "C" not null,
	"code" text collate "C",
	"name" text collate "C",
	"unit" text collate "C",
	"price" numeric,
	"currency" text collate "C",
	"tax_rate" numeric,
	"active" boolean,
	custom text collate "C"
);

create index if not exists "product_code" on "product" (account, "code");

create table "case" (
	"id" bigint not null primary key,
	account bigint not null,
	"version" bigint not null,
	"created_at" timestamptz not null,
	"updated_at" timestamptz not null,
	"created_by" text collate "C" not null,
	"updated_by" text collate "C" not null,
	"number" text collate "C",
	"customer" bigint,
	"contact" bigint,
	"subject" text collate "C",
	"description" text collate "C",
	"status" text collate "C",
	"priority" text collate "C",
	"category" text collate "C",
	"owner" bigint,
	"channel" text collate "C",
	"due_at" timestamptz,
	"closed_at" timestamptz,
	custom text collate "C"
);

create index if not exists "case_number" on "case" (account, "number");

create index if not exists "case_customer" on "case" (account, "customer");

create table "followup" (
	"id" bigint not null primary key,
	account bigint not null,
	"version" bigint not null,
	"created_at" timestamptz not null,
	"updated_at" timestamptz not null,
	"created_by" text collate "C" not null,
	"updated_by" text collate "C" not null,
	"case" bigint,
	"author" bigint,
	"kind" text collate "C",
	"public" boolean,
	"body" text collate "C",
	"at" timestamptz,
	custom text collate "C"
);

create index if not exists "followup_case" on "followup" (account, "case");

create table "task" (
	"id" bigint not null primary key,
	account bigint not null,
	"version" bigint not null,
	"created_at" timestamptz not null,
	"updated_at" timestamptz not null,
	"created_by" text collate "C" not null,
	"updated_by" text collate "C" not null,
	"number" text collate "C",
	"customer" bigint,
	"case" bigint,
	"subject" text collate "C",
	"description" text collate "C",
	"status" text collate "C",
	"priority" text collate "C",
	"assignee" bigint,
	"due_at" timestamptz,
	"done_at" timestamptz,
	custom text collate "C"
);

create index if not exists "task_number" on "task" (account, "number");

create index if not exists "task_customer" on "task" (account, "customer");

create index if not exists "task_case" on "task" (account, "case");

create table "quote" (
	"id" bigint not null primary key,
	account bigint not null,
	"version" bigint not null,
	"created_at" timestamptz not null,
	"updated_at" timestamptz not null,
	"created_by" text collate "C" not null,
	"updated_by" text collate "C" not null,
	"number" text collate "C",
	"customer" bigint,
	"contact" bigint,
	"status" text collate "C",
	"date" date,
	"valid_until" date,
	"currency" text collate "C",
	"rate" numeric,
	"net" numeric,
	"tax" numeric,
	"total" numeric,
	"reference" text collate "C",
	"notes" text collate "C",
	custom text collate "C"
);

create index if not exists "quote_number" on "quote" (account, "number");

create index if not exists "quote_customer" on "quote" (account, "customer");

create table "quote_line" (
	account bigint not null,
	document bigint not null,
	line bigint not null,
	"position" bigint,
	"product" bigint,
	"code" text collate "C",
	"description" text collate "C",
	"quantity" numeric,
	"unit" text collate "C",
	"unit_price" numeric,
	"discount" numeric,
	"tax_rate" numeric,
	"net" numeric,
	custom text collate "C",
	primary key (document, line)
);

create table "sales_order" (
	"id" bigint not null primary key,
	account bigint not null,
	"version" bigint not null,
	"created_at" timestamptz not null,
	"updated_at" timestamptz not null,
	"created_by" text collate "C" not null,
	"updated_by" text collate "C" not null,
	"number" text collate "C",
	"customer" bigint,
	"contact" bigint,
	"status" text collate "C",
	"date" date,
	"requested_date" date,
	"quote" bigint,
	"currency" text collate "C",
	"rate" numeric,
	"net" numeric,
	"tax" numeric,
	"total" numeric,
	"reference" text collate "C",
	"notes" text collate "C",
	custom text collate "C"
);

create index if not exists "sales_order_number" on "sales_order" (account, "number");

create index if not exists "sales_order_customer" on "sales_order" (account, "customer");

create table "sales_order_line" (
	account bigint not null,
	document bigint not null,
	line bigint not null,
	"position" bigint,
	"product" bigint,
	"code" text collate "C",
	"description" text collate "C",
	"quantity" numeric,
	"unit" text collate "C",
	"unit_price" numeric,
	"discount" numeric,
	"tax_rate" numeric,
	"net" numeric,
	custom text collate "C",
	primary key (document, line)
);

create table "invoice" (
	"id" bigint not null primary key,
	account bigint not null,
	"version" bigint not null,
	"created_at" timestamptz not null,
	"updated_at" timestamptz not null,
	"created_by" text collate "C" not null,
	"updated_by" text collate "C" not null,
	"number" text collate "C",
	"customer" bigint,
	"contact" bigint,
	"status" text collate "C",
	"date" date,
	"kind" text collate "C",
	"due_date" date,
	"sales_order" bigint,
	"paid_at" timestamptz,
	"paid_amount" numeric,
	"currency" text collate "C",
	"rate" numeric,
	"net" numeric,
	"tax" numeric,
	"total" numeric,
	"reference" text collate "C",
	"notes" text collate "C",
	custom text collate "C"
);

create index if not exists "invoice_number" on "invoice" (account, "number");

create index if not exists "invoice_customer" on "invoice" (account, "customer");

create table "invoice_line" (
	account bigint not null,
	document bigint not null,
	line bigint not null,
	"position" bigint,
	"product" bigint,
	"code" text collate "C",
	"description" text collate "C",
	"quantity" numeric,
	"unit" text collate "C",
	"unit_price" numeric,
	"discount" numeric,
	"tax_rate" numeric,
	"net" numeric,
	custom text collate "C",
	primary key (document, line)
);

create table "rma" (
	"id" bigint not null primary key,
	account bigint not null,
	"version" bigint not null,
	"created_at" timestamptz not null,
	"updated_at" timestamptz not null,
	"created_by" text collate "C" not null,
	"updated_by" text collate "C" not null,
	"number" text collate "C",
	"customer" bigint,
	"contact" bigint,
	"status" text collate "C",
	"date" date,
	"reason" text collate "C",
	"sales_order" bigint,
	"invoice" bigint,
	"currency" text collate "C",
	"rate" numeric,
	"net" numeric,
	"tax" numeric,
	"total" numeric,
	"reference" text collate "C",
	"notes" text collate "C",
	custom text collate "C"
);

create index if not exists "rma_number" on "rma" (account, "number");

create index if not exists "rma_customer" on "rma" (account, "customer");

create table "rma_line" (
	account bigint not null,
	document bigint not null,
	line bigint not null,
	"position" bigint,
	"product" bigint,
	"code" text collate "C",
	"description" text collate "C",
	"quantity" numeric,
	"unit" text collate "C",
	"unit_price" numeric,
	"discount" numeric,
	"tax_rate" numeric,
	"net" numeric,
	"received_quantity" numeric,
	"credit" numeric,
	custom text collate "C",
	primary key (document, line)
);

create table "attachment" (
	"id" bigint not null primary key,
	account bigint not null,
	"version" bigint not null,
	"created_at" timestamptz not null,
	"updated_at" timestamptz not null,
	"created_by" text collate "C" not null,
	"updated_by" text collate "C" not null,
	"case" bigint,
	"followup" bigint,
	"file_name" text collate "C",
	"media_type" text collate "C",
	"size" bigint,
	"content" bytea,
	custom text collate "C"
);

create index if not exists "attachment_case" on "attachment" (account, "case");
