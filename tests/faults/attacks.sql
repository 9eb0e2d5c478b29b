-- Statements that take more time or memory than they may, one a line; each must be stopped, or end, within its limits.
select max(i) from range(200000000000) as t (i)
select range(2000000000)
select len(range(2000000000))
select generate_series(1, 2000000000)
select unnest(range(20000000000))
select count(*) from (select unnest(range(100000000)) as i) as a, range(100000) as b
select repeat('x', 2000000000)
select repeat(repeat('あ', 10000), 100000)
select lpad('x', 2000000000, 'y')
select string_agg(repeat('x', 1000), ',') from range(10000000)
select list(i) from range(2000000000) as t (i)
select list_transform(range(1000000000), lambda i: i * 2)
select list_sort(list(random())) from range(500000000)
select count(*) from range(1000000000) as a, range(1000000000) as b where a.range * b.range = -1
select count(*) from quotes as a, quotes as b, quotes as c, quotes as d where a.text || b.text || c.text || d.text = ''
select count(distinct i::varchar || repeat('x', 100)) from range(500000000) as t (i)
select i from range(500000000) as t (i) order by hash(i)
select i, row_number() over (order by hash(i)) from range(500000000) as t (i) order by 2 desc limit 1
select hash(i), count(*) from range(500000000) as t (i) group by hash(i) order by 2 desc limit 1
with recursive r (i) as (select 1 union all select i + 1 from r) select count(*) from r
with recursive r (i) as (select repeat('x', 100) union all select i || i from r) select max(len(i)) from r
with recursive r (i) as (select 1 union all select 1 from r, range(1000)) select count(*) from r
select levenshtein(repeat('a', 300000), repeat('b', 300000))
select damerau_levenshtein(repeat('a', 100000), repeat('b', 100000))
select jaccard(repeat('ab', 100000000), repeat('ba', 100000000))
select regexp_matches(repeat('a', 100000000), '(a?){500}a{500}b')
select count(*) from range(100000) where regexp_matches(repeat('a', 100000), '(.*a){20}b')
select sleep_ms(60000)
select md5(repeat('x', 2000000000))
select sum(a.i * b.i) from range(100000000) as a (i), range(100000000) as b (i)
select a.i from range(100000000) as a (i), range(100000000) as b (i)
select count(*) from generate_series(timestamp '0001-01-01', timestamp '9999-12-31', interval '1 microsecond')
select json_array_length(to_json(range(100000000)))
select array_to_string(range(500000000), ',')
select factorial(20) ** factorial(20), sum(factorial(20 + (i % 2)::int)) from range(10000000000) as t (i)
select map(range(100000000), range(100000000))
create temp table t as select i, repeat('x', 1000) as x from range(100000000) as r (i)
select bit_count(repeat('1', 2000000000)::bit)
select encode(repeat('x', 1000000000)) || encode(repeat('y', 1000000000))
select histogram(i) from range(1000000000) as t (i)
pivot (select i % 100000 as i, i as j from range(10000000) as t (i)) on i using sum(j)
