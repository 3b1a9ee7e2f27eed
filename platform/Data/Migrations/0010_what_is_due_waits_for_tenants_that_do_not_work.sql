-- Whoever takes what is due in any tenant leaves out those that are suspended or closed.
create policy timers on tenant_states for select using (current_setting('app.door', true) = 'timers');
