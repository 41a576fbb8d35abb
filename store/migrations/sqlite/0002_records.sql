-- +goose Up
-- Made from the dictionary: go test ./store -run TestRecordSchema -update

create table "customer" (
	"id" integer not null primary key,
	account integer not null,
	"version" integer not null,
	"created_at" integer not null,
	"updated_at" integer not null,
	"created_by" text not null,
	"updated_by" text not null,
	"number" text,
	"name" text,
	"kind" text,
	"status" text,
	"company_id" text,
	"tax_id" text,
	"vat_id" text,
	"email" text,
	"phone" text,
	"mobile" text,
	"fax" text,
	"website" text,
	"street" text,
	"city" text,
	"region" text,
	"postal_code" text,
	"country" text,
	"currency" text,
	"language" text,
	"payment_days" integer,
	"credit_limit" numeric,
	"owner" integer,
	"parent" integer,
	"external_number" text,
	"notes" text,
	custom text
);

create index if not exists "customer_number" on "customer" (account, "number");

create table "contact" (
	"id" integer not null primary key,
	account integer not null,
	"version" integer not null,
	"created_at" integer not null,
	"updated_at" integer not null,
	"created_by" text not null,
	"updated_by" text not null,
	"customer" integer,
	"salutation" text,
	"first_name" text,
	"last_name" text,
	"title" text,
	"email" text,
	"phone" text,
	"mobile" text,
	"fax" text,
	"is_primary" integer,
	"external_number" text,
	"notes" text,
	custom text
);

create index if not exists "contact_customer" on "contact" (account, "customer");

create table "address" (
	"id" integer not null primary key,
	account integer not null,
	"version" integer not null,
	"created_at" integer not null,
	"updated_at" integer not null,
	"created_by" text not null,
	"updated_by" text not null,
	"customer" integer,
	"kind" text,
	"company" text,
	"street" text,
	"street2" text,
	"city" text,
	"region" text,
	"postal_code" text,
	"country" text,
	"phone" text,
	"email" text,
	"external_number" text,
	custom text
);

create index if not exists "address_customer" on "address" (account, "customer");

create table "operator" (
	"id" integer not null primary key,
	account integer not null,
	"version" integer not null,
	"created_at" integer not null,
	"updated_at" integer not null,
	"created_by" text not null,
	"updated_by" text not null,
	"name" text,
	"email" text,
	"phone" text,
	"role" text,
	"active" integer,
	"language" text,
	"time_zone" text,
	custom text
);

create unique index "operator_email" on "operator" (account, "email");

create table "product" (
	"id" integer not null primary key,
	account integer not null,
	"version" integer not null,
	"created_at" integer not null,
	"updated_at" integer not null,
	"created_by" text not null,
	"updated_by" text not null,
	"code" text,
	"name" text,
	"unit" text,
	"price" numeric,
	"currency" text,
	"tax_rate" numeric,
	"active" integer,
	custom text
);

create index if not exists "product_code" on "product" (account, "code");

create table "case" (
	"id" integer not null primary key,
	account integer not null,
	"version" integer not null,
	"created_at" integer not null,
	"updated_at" integer not null,
	"created_by" text not null,
	"updated_by" text not null,
	"number" text,
	"customer" integer,
	"contact" integer,
	"subject" text,
	"description" text,
	"status" text,
	"priority" text,
	"category" text,
	"owner" integer,
	"channel" text,
	"due_at" integer,
	"closed_at" integer,
	custom text
);

create index if not exists "case_number" on "case" (account, "number");

create index if not exists "case_customer" on "case" (account, "customer");

create table "followup" (
	"id" integer not null primary key,
	account integer not null,
	"version" integer not null,
	"created_at" integer not null,
	"updated_at" integer not null,
	"created_by" text not null,
	"updated_by" text not null,
	"case" integer,
	"author" integer,
	"kind" text,
	"public" integer,
	"body" text,
	"at" integer,
	custom text
);

create index if not exists "followup_case" on "followup" (account, "case");

create table "task" (
	"id" integer not null primary key,
	account integer not null,
	"version" integer not null,
	"created_at" integer not null,
	"updated_at" integer not null,
	"created_by" text not null,
	"updated_by" text not null,
	"number" text,
	"customer" integer,
	"case" integer,
	"subject" text,
	"description" text,
	"status" text,
	"priority" text,
	"assignee" integer,
	"due_at" integer,
	"done_at" integer,
	custom text
);

create index if not exists "task_number" on "task" (account, "number");

create index if not exists "task_customer" on "task" (account, "customer");

create index if not exists "task_case" on "task" (account, "case");

create table "quote" (
	"id" integer not null primary key,
	account integer not null,
	"version" integer not null,
	"created_at" integer not null,
	"updated_at" integer not null,
	"created_by" text not null,
	"updated_by" text not null,
	"number" text,
	"customer" integer,
	"contact" integer,
	"status" text,
	"date" text,
	"valid_until" text,
	"currency" text,
	"rate" numeric,
	"net" numeric,
	"tax" numeric,
	"total" numeric,
	"reference" text,
	"notes" text,
	custom text
);

create index if not exists "quote_number" on "quote" (account, "number");

create index if not exists "quote_customer" on "quote" (account, "customer");

create table "quote_line" (
	account integer not null,
	document integer not null,
	line integer not null,
	"position" integer,
	"product" integer,
	"code" text,
	"description" text,
	"quantity" numeric,
	"unit" text,
	"unit_price" numeric,
	"discount" numeric,
	"tax_rate" numeric,
	"net" numeric,
	custom text,
	primary key (document, line)
) without rowid;

create table "sales_order" (
	"id" integer not null primary key,
	account integer not null,
	"version" integer not null,
	"created_at" integer not null,
	"updated_at" integer not null,
	"created_by" text not null,
	"updated_by" text not null,
	"number" text,
	"customer" integer,
	"contact" integer,
	"status" text,
	"date" text,
	"requested_date" text,
	"quote" integer,
	"currency" text,
	"rate" numeric,
	"net" numeric,
	"tax" numeric,
	"total" numeric,
	"reference" text,
	"notes" text,
	custom text
);

create index if not exists "sales_order_number" on "sales_order" (account, "number");

create index if not exists "sales_order_customer" on "sales_order" (account, "customer");

create table "sales_order_line" (
	account integer not null,
	document integer not null,
	line integer not null,
	"position" integer,
	"product" integer,
	"code" text,
	"description" text,
	"quantity" numeric,
	"unit" text,
	"unit_price" numeric,
	"discount" numeric,
	"tax_rate" numeric,
	"net" numeric,
	custom text,
	primary key (document, line)
) without rowid;

create table "invoice" (
	"id" integer not null primary key,
	account integer not null,
	"version" integer not null,
	"created_at" integer not null,
	"updated_at" integer not null,
	"created_by" text not null,
	"updated_by" text not null,
	"number" text,
	"customer" integer,
	"contact" integer,
	"status" text,
	"date" text,
	"kind" text,
	"due_date" text,
	"sales_order" integer,
	"paid_at" integer,
	"paid_amount" numeric,
	"currency" text,
	"rate" numeric,
	"net" numeric,
	"tax" numeric,
	"total" numeric,
	"reference" text,
	"notes" text,
	custom text
);

create index if not exists "invoice_number" on "invoice" (account, "number");

create index if not exists "invoice_customer" on "invoice" (account, "customer");

create table "invoice_line" (
	account integer not null,
	document integer not null,
	line integer not null,
	"position" integer,
	"product" integer,
	"code" text,
	"description" text,
	"quantity" numeric,
	"unit" text,
	"unit_price" numeric,
	"discount" numeric,
	"tax_rate" numeric,
	"net" numeric,
	custom text,
	primary key (document, line)
) without rowid;

create table "rma" (
	"id" integer not null primary key,
	account integer not null,
	"version" integer not null,
	"created_at" integer not null,
	"updated_at" integer not null,
	"created_by" text not null,
	"updated_by" text not null,
	"number" text,
	"customer" integer,
	"contact" integer,
	"status" text,
	"date" text,
	"reason" text,
	"sales_order" integer,
	"invoice" integer,
	"currency" text,
	"rate" numeric,
	"net" numeric,
	"tax" numeric,
	"total" numeric,
	"reference" text,
	"notes" text,
	custom text
);

create index if not exists "rma_number" on "rma" (account, "number");

create index if not exists "rma_customer" on "rma" (account, "customer");

create table "rma_line" (
	account integer not null,
	document integer not null,
	line integer not null,
	"position" integer,
	"product" integer,
	"code" text,
	"description" text,
	"quantity" numeric,
	"unit" text,
	"unit_price" numeric,
	"discount" numeric,
	"tax_rate" numeric,
	"net" numeric,
	"received_quantity" numeric,
	"credit" numeric,
	custom text,
	primary key (document, line)
) without rowid;

create table "attachment" (
	"id" integer not null primary key,
	account integer not null,
	"version" integer not null,
	"created_at" integer not null,
	"updated_at" integer not null,
	"created_by" text not null,
	"updated_by" text not null,
	"case" integer,
	"followup" integer,
	"file_name" text,
	"media_type" text,
	"size" integer,
	"content" blob,
	custom text
);

create index if not exists "attachment_case" on "attachment" (account, "case");
