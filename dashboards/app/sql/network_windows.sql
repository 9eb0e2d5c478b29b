-- purpose: the windows the network was drawn for, newest first
select distinct window_end_date
from actor_network
where unit = $unit
order by window_end_date desc
